using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Store;
using LlmMcp.Telemetry.Texts;
using LlmMcp.Telemetry.Watching;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Live;

/// <summary>Keeps one message in the chat up to date. Its id outlives a restart, and is the next watcher's too.</summary>
internal sealed class LiveMessage(
    ILookSource looks, CoreIncidents incidents, ChannelSet channels, Leadership leadership, IOptions<TelemetryOptions> options, TimeProvider time, ILogger<LiveMessage> logger)
{
    private const string Note = "live_message";

    private readonly ChannelGate gate = new(time);
    private readonly LiveText.Settings settings = new(options.Value.DeviceLimit, options.Value.RunningLimit, Zones.Of(options.Value));
    private string? externalId;
    private bool known;
    private bool stored;
    private int turn;

    /// <summary>Writes the message anew; true when it says so now.</summary>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!leadership.Held || channels.Telegram is not { } telegram || !gate.IsOpen)
        {
            // Whoever watches meanwhile may send another one.
            known &= leadership.Held;
            return false;
        }

        await RecallAsync(cancellationToken);
        var look = await looks.LookAsync(time.GetUtcNow(), cancellationToken);
        var text = TelegramText.Of(LiveText.Lines(look, turn++, settings), options.Value.MaxLength);
        // It never makes a noise: it is looked at, not listened to.
        var delivery = await telegram.DeliverAsync(text, externalId, quietly: true, CancellationToken.None);
        if (delivery is not Delivery.Sent sent)
        {
            gate.Failed((delivery as Delivery.Failed)?.RetryAfter);
            TelemetryLog.LiveFailed(logger, delivery is Delivery.Failed failed ? failed.Reason : ((Delivery.Refused)delivery).Reason);
            return false;
        }

        gate.Succeeded();
        stored &= sent.ExternalId == externalId;
        externalId = sent.ExternalId;
        await StoreAsync(cancellationToken);
        return true;
    }

    private async Task RecallAsync(CancellationToken cancellationToken)
    {
        if (known)
        {
            return;
        }

        try
        {
            externalId = await incidents.NoteAsync(Note, cancellationToken) ?? externalId;
            (known, stored) = (true, externalId is not null);
        }
        catch (CoreGoneException)
        {
            // Without the id a second message would be sent; while Core is gone there is only the one this process knows.
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (stored)
        {
            return;
        }

        try
        {
            await incidents.WriteNoteAsync(Note, externalId, cancellationToken);
            stored = true;
        }
        catch (Exception exception) when (exception is CoreGoneException or NotTheWatcherException)
        {
            // The next round tries again.
        }
    }
}
