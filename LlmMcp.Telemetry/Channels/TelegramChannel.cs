using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Texts;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Channels;

/// <summary>
/// Telegram, by telegram-mcp where that is set, directly where it is not or fails. The id of a message says which way it went
/// (<c>mcp:17</c>, <c>bot:42</c>), because it can be edited on that way only.
/// </summary>
internal sealed class TelegramChannel : IChannel, IDisposable
{
    public const string ChannelName = "telegram";
    private const string ByMcp = "mcp:";
    private const string ByBot = "bot:";

    private readonly TimeZoneInfo zone;
    private readonly int maxLength;

    public TelegramChannel(IOptions<TelemetryOptions> options)
    {
        Mcp = options.Value.UsesMcp() ? new TelegramMcp(options.Value) : null;
        Bot = options.Value.UsesBot() ? new BotApi(options.Value) : null;
        (zone, maxLength) = (Zones.Of(options.Value), options.Value.MaxLength);
    }

    public string Name => ChannelName;

    public TelegramMcp? Mcp { get; }

    public BotApi? Bot { get; }

    public Draft? Draft(Telling telling, Func<Guid> newId) =>
        new(telling.Bulletin.Id, Name, TelegramText.Of(BulletinText.Lines(telling.Bulletin, zone), maxLength));

    public async Task<Delivery> DeliverAsync(string text, string? externalId, bool quietly, CancellationToken cancellationToken)
    {
        var edited = externalId switch
        {
            not null when externalId.StartsWith(ByMcp, StringComparison.Ordinal) && Mcp is not null => Tag(ByMcp, await Mcp.EditAsync(externalId[ByMcp.Length..], text, cancellationToken)),
            not null when externalId.StartsWith(ByBot, StringComparison.Ordinal) && Bot is not null => Tag(ByBot, await Bot.EditAsync(externalId[ByBot.Length..], text, cancellationToken)),
            _ => null,
        };
        return edited switch
        {
            null => await SendAsync(text, quietly || externalId is not null, cancellationToken),
            Delivery.Refused { Reason: BotApi.MessageGone } => await SendAsync(text, quietly: true, cancellationToken),
            // The way it went is closed; the other way a new message says it.
            Delivery.Failed { RetryAfter: null } when externalId!.StartsWith(ByMcp, StringComparison.Ordinal) && Bot is not null =>
                Tag(ByBot, await Bot.SendAsync(text, quietly: true, cancellationToken)),
            _ => edited,
        };
    }

    public void Dispose()
    {
        Mcp?.Dispose();
        Bot?.Dispose();
    }

    private async Task<Delivery> SendAsync(string text, bool quietly, CancellationToken cancellationToken)
    {
        var sent = Mcp is null ? null : Tag(ByMcp, await Mcp.SendAsync(text, quietly, cancellationToken));
        return sent switch
        {
            // A limit is Telegram's own and the same on every way.
            Delivery.Sent or Delivery.Failed { RetryAfter: not null } => sent,
            _ when Bot is null => sent!,
            _ => Tag(ByBot, await Bot.SendAsync(text, quietly || sent is Delivery.Failed { Unsure: true }, cancellationToken)),
        };
    }

    private static Delivery Tag(string way, Delivery delivery) =>
        delivery is Delivery.Sent { ExternalId: { } id } ? new Delivery.Sent(way + id) : delivery;
}
