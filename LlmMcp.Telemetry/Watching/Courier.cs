using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Store;

namespace LlmMcp.Telemetry.Watching;

/// <summary>
/// Brings what stands in the outbox to its channels, the oldest first. What it began it ends, also while the host stops: an
/// answer that nobody waited for would leave it open whether a message arrived.
/// </summary>
internal sealed class Courier(CoreIncidents incidents, ChannelSet channels, Spool spool, WatcherName name, ILogger<Courier> logger)
{
    /// <summary>So many in one round: Telegram takes about twenty a minute in a group.</summary>
    private const int MostAtOnce = 10;

    /// <summary>Sends what waits.</summary>
    /// <returns>How many messages say what they shall.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var channel in channels.All)
        {
            for (var i = 0; i < MostAtOnce && channels.Gate(channel).IsOpen && !cancellationToken.IsCancellationRequested; i++)
            {
                if (await incidents.ClaimAsync(channel.Name, cancellationToken) is not { } message)
                {
                    break;
                }

                var delivery = await DeliverAsync(channel, message.Text, message.ExternalId, message.Unsure);
                sent += delivery is Delivery.Sent ? 1 : 0;
                await FinishAsync(Outcome(message, delivery));
            }
        }

        return sent;
    }

    /// <summary>Sends one text and moves the channel's gate.</summary>
    public async Task<Delivery> DeliverAsync(IChannel channel, string text, string? externalId, bool quietly)
    {
        var delivery = await channel.DeliverAsync(text, externalId, quietly, CancellationToken.None);
        switch (delivery)
        {
            case Delivery.Sent:
                channels.Gate(channel).Succeeded();
                break;
            case Delivery.Failed failed:
                channels.Gate(channel).Failed(failed.RetryAfter);
                TelemetryLog.NotSent(logger, channel.Name, failed.Reason);
                break;
            case Delivery.Refused refused:
                TelemetryLog.Refused(logger, channel.Name, refused.Reason);
                break;
        }

        return delivery;
    }

    private async Task FinishAsync(Finish finish)
    {
        try
        {
            await incidents.FinishAsync(finish, CancellationToken.None);
        }
        catch (CoreGoneException)
        {
            spool.Keep(spool.State with { Finishes = [.. spool.State.Finishes.Add(finish).TakeLast(SpoolState.MostFinishes)] });
            throw;
        }
    }

    private Finish Outcome(OutboxMessage message, Delivery delivery) => delivery switch
    {
        Delivery.Sent sent => new Finish(name.Value, message.Id, message.Channel, message.Revision, true, sent.ExternalId ?? message.ExternalId, false, false, null),
        Delivery.Failed failed => new Finish(name.Value, message.Id, message.Channel, message.Revision, false, message.ExternalId, failed.Unsure, false, failed.Reason),
        Delivery.Refused refused => new Finish(name.Value, message.Id, message.Channel, message.Revision, false, message.ExternalId, false, true, refused.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
