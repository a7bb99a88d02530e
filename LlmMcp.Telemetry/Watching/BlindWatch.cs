using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Rules;
using LlmMcp.Telemetry.Store;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Watching;

/// <summary>
/// Watches while Core, or its database, is unreachable: tells that, keeps it in the spool, and hands it to Core when that is
/// back. Only the process that watched before does so; the others cannot know whether it lives and leave it to it.
/// </summary>
internal sealed class BlindWatch(Spool spool, ChannelSet channels, Courier courier, IOptions<TelemetryOptions> options, TimeProvider time)
{
    private static readonly IReadOnlyList<IRule> Rules = [Unreachable.Core, Unreachable.Database];

    /// <summary>One look without Core.</summary>
    public async Task RunOnceAsync(Reach reach, string reason)
    {
        if (spool.State.Role == Role.Standby || !options.Value.Alerts())
        {
            return;
        }

        var now = time.GetUtcNow();
        var seen = IncidentBook.Step(spool.State.Book, Look.Blind(now, reach, reason), Rules, AlertSettings.From(options.Value), Guid.NewGuid);
        var composition = Composer.Compose(seen, now, Hushes.Of(options.Value, spool.State.MuteUntil, now), Guid.NewGuid);
        var messages = spool.State.Messages;
        foreach (var draft in channels.Drafts(composition.Tellings, Guid.NewGuid))
        {
            var at = messages.FindIndex(message => message.Draft.Id == draft.Id && message.Draft.Channel == draft.Channel);
            messages = at < 0 ? messages.Add(new SpooledMessage(draft, false, false))
                : messages.SetItem(at, messages[at] with { Draft = draft with { ExternalId = messages[at].Draft.ExternalId }, Settled = false });
        }

        spool.Keep(spool.State with { Book = composition.State, Messages = [.. messages.TakeLast(SpoolState.MostMessages)] });
        await SendAsync();
    }

    /// <summary>Core is back: what it does not know yet, put into what it knows.</summary>
    /// <returns>The state to go on from, and messages that Core has to know of.</returns>
    public (BookState Book, IReadOnlyList<Draft> Messages) Merge(BookState known)
    {
        var (mine, messages) = (spool.State.Book, spool.State.Messages);
        var open = known.Incidents.Where(static incident => incident.State == Incident.Open).Select(static incident => incident.Identity).ToHashSet();
        var ids = known.Incidents.Select(static incident => incident.Id).ToHashSet();
        return (
            new BookState(
                known.Incidents.AddRange(mine.Incidents.Where(incident => !ids.Contains(incident.Id) && (incident.State == Incident.Closed || !open.Contains(incident.Identity)))),
                known.Memory with { Bulletins = known.Memory.Bulletins.AddRange(mine.Memory.Bulletins.Where(bulletin => known.Memory.Bulletins.All(one => one.Id != bulletin.Id))) }),
            [.. messages.Select(static message => message.Draft with { Unsure = message is { Tried: true, Draft.ExternalId: null } })]);
    }

    /// <summary>Core knows everything now.</summary>
    public void Forget()
    {
        if (spool.State.HasNews || spool.State.Book != BookState.Empty)
        {
            spool.Keep(spool.State with { Book = BookState.Empty, Messages = [] });
        }
    }

    private async Task SendAsync()
    {
        foreach (var message in spool.State.Messages.Where(static message => !message.Settled))
        {
            if (channels.All.FirstOrDefault(channel => channel.Name == message.Draft.Channel) is not { } channel || !channels.Gate(channel).IsOpen)
            {
                continue;
            }

            // Written down before: should this process end now, the next one knows that it may have arrived.
            Replace(message, message with { Tried = true });
            var trying = message with { Tried = true };
            Replace(trying, await courier.DeliverAsync(channel, message.Draft.Text, message.Draft.ExternalId, quietly: message.Tried) switch
            {
                Delivery.Sent sent => trying with { Settled = true, Draft = message.Draft with { ExternalId = sent.ExternalId ?? Anonymous } },
                Delivery.Failed failed => trying with { Tried = message.Tried || failed.Unsure },
                _ => trying with { Settled = true },
            });
        }
    }

    /// <summary>Stands for the id of a message in a channel that gives none.</summary>
    private const string Anonymous = "-";

    private void Replace(SpooledMessage old, SpooledMessage updated) => spool.Keep(spool.State with { Messages = spool.State.Messages.Replace(old, updated) });
}
