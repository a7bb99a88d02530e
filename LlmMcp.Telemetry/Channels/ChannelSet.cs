using LlmMcp.Telemetry.Incidents;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Channels;

/// <summary>The channels that are set, each with its gate.</summary>
internal sealed class ChannelSet : IDisposable
{
    private readonly Dictionary<string, ChannelGate> gates;

    public ChannelSet(IOptions<TelemetryOptions> options, TimeProvider time)
    {
        Telegram = options.Value.HasTelegram() ? new TelegramChannel(options) : null;
        List<IChannel> all = [];
        if (Telegram is not null)
        {
            all.Add(Telegram);
        }

        if (options.Value.WebhookUrl.Length > 0)
        {
            all.Add(new WebhookChannel(options));
        }

        if (options.Value.SlackUrl.Length > 0)
        {
            all.Add(new SlackChannel(options));
        }

        All = all;
        gates = all.ToDictionary(static channel => channel.Name, _ => new ChannelGate(time));
    }

    public IReadOnlyList<IChannel> All { get; }

    public TelegramChannel? Telegram { get; }

    public ChannelGate Gate(IChannel channel) => gates[channel.Name];

    /// <summary>What to send, in every channel, because of these tellings.</summary>
    public IReadOnlyList<Draft> Drafts(IEnumerable<Telling> tellings, Func<Guid> newId) =>
        [.. tellings.SelectMany(telling => All.Select(channel => channel.Draft(telling, newId)).OfType<Draft>()).DistinctBy(static draft => (draft.Id, draft.Channel))];

    public void Dispose()
    {
        foreach (var channel in All.OfType<IDisposable>())
        {
            channel.Dispose();
        }
    }
}
