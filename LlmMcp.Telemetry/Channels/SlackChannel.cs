using System.Text;
using System.Text.Json;
using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Store;
using LlmMcp.Telemetry.Texts;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Channels;

/// <summary>An incoming webhook of Slack, or of Mattermost and the like. It cannot edit, so only what is new is sent.</summary>
internal sealed class SlackChannel(IOptions<TelemetryOptions> options) : IChannel, IDisposable
{
    public const string ChannelName = "slack";

    private readonly HttpClient http = OutgoingHttp.Create(TimeSpan.FromSeconds(10));
    private readonly TimeZoneInfo zone = Zones.Of(options.Value);

    public string Name => ChannelName;

    public Draft? Draft(Telling telling, Func<Guid> newId)
    {
        if (telling.Event == Telling.Update)
        {
            return null;
        }

        var lines = BulletinText.Lines(telling.Bulletin.GrownAt, [.. telling.Incidents.Select(static incident => incident.Text)], zone);
        // Slack escapes the same three characters.
        return new Draft(newId(), Name, JsonSerializer.Serialize(new SlackMessage($"```\n{string.Join('\n', lines.Select(TelegramText.Escape))}\n```"), CoreApi.Json));
    }

    public async Task<Delivery> DeliverAsync(string text, string? externalId, bool quietly, CancellationToken cancellationToken)
    {
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        return WebAnswer.Explain("Slack", await OutgoingHttp.PostAsync(http, options.Value.SlackUrl, content, cancellationToken));
    }

    public void Dispose() => http.Dispose();

    private sealed record SlackMessage(string Text);
}
