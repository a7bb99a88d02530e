using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Rules;
using LlmMcp.Telemetry.Store;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Watching;

/// <summary>What one round came to.</summary>
internal enum Round
{
    /// <summary>Looked, stored, sent.</summary>
    Watched,

    /// <summary>Another process watches.</summary>
    Standby,

    /// <summary>Core or its database is unreachable.</summary>
    Blind,

    /// <summary>Another process took over in between; the next round starts from what it stored.</summary>
    Overtaken,
}

/// <summary>
/// One round: become or stay the one that watches, look, decide, store, send. What is decided is stored together with the
/// messages that tell it, under a version; so a process that ends on any line, or a second one, tells nothing twice.
/// </summary>
internal sealed class Watcher(
    CoreIncidents incidents, ILookSource looks, BlindWatch blind, Courier courier, ChannelSet channels, Spool spool, Leadership leadership,
    IOptions<TelemetryOptions> options, TimeProvider time, ILogger<Watcher> logger)
{
    /// <summary>Failed jobs are looked at for so long again: one may have been on its way into the database.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private bool wasBlind;
    private DateTimeOffset patientUntil;

    public async Task<Round> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await IsPatientAsync(cancellationToken) ? Round.Standby : await WatchAsync(cancellationToken);
        }
        catch (CoreGoneException gone)
        {
            wasBlind = true;
            TelemetryLog.CoreGone(logger, gone.Message);
            await blind.RunOnceAsync(gone.Reach, gone.Message);
            return Round.Blind;
        }
        catch (NotTheWatcherException)
        {
            leadership.Held = false;
            return Round.Overtaken;
        }
    }

    /// <summary>Lets another process watch at once.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (leadership.Held)
        {
            leadership.Held = false;
            try
            {
                await incidents.ReleaseAsync(cancellationToken);
            }
            catch (CoreGoneException)
            {
                // It runs out by itself.
            }
        }
    }

    /// <summary>
    /// After an outage the one that watched before comes first: it alone knows what was told meanwhile. The others wait for two
    /// rounds, as leases ran out.
    /// </summary>
    private async Task<bool> IsPatientAsync(CancellationToken cancellationToken)
    {
        if (wasBlind && spool.State.Role == Role.Standby)
        {
            await incidents.ReadAsync(cancellationToken);
            patientUntil = time.GetUtcNow() + TimeSpan.FromSeconds(options.Value.CheckIntervalSeconds * 2);
        }

        wasBlind = false;
        return time.GetUtcNow() < patientUntil;
    }

    private async Task<Round> WatchAsync(CancellationToken cancellationToken)
    {
        leadership.Held = await incidents.LeaseAsync(Math.Clamp(options.Value.CheckIntervalSeconds * 3, 60, 600), cancellationToken);
        var role = leadership.Held ? Role.Watcher : Role.Standby;
        spool.Keep(spool.State.Role == role ? spool.State : spool.State with { Role = role });
        if (!leadership.Held)
        {
            blind.Forget();
            return Round.Standby;
        }

        await FlushAsync(cancellationToken);
        if (!options.Value.Alerts())
        {
            blind.Forget();
            return Round.Watched;
        }

        await DecideAsync(await incidents.ReadAsync(cancellationToken), cancellationToken);
        blind.Forget();
        await courier.RunOnceAsync(cancellationToken);
        return Round.Watched;
    }

    private async Task DecideAsync(Watch watch, CancellationToken cancellationToken)
    {
        spool.Keep(spool.State.MuteUntil == watch.MuteUntil ? spool.State : spool.State with { MuteUntil = watch.MuteUntil });
        var (book, spooled) = blind.Merge(watch.Book);
        var look = await looks.LookAsync((book.Memory.FailuresUntil ?? time.GetUtcNow()) - Overlap, cancellationToken);
        if (look.Reach != Reach.Whole)
        {
            throw new CoreGoneException(look.Reach, look.Reason);
        }

        var seen = IncidentBook.Step(book, look, AllRules.List, AlertSettings.From(options.Value), Guid.NewGuid);
        var composition = Composer.Compose(seen, look.At, Hushes.Of(options.Value, watch.MuteUntil, look.At), Guid.NewGuid);
        List<Draft> messages = [.. spooled.Concat(channels.Drafts(composition.Tellings, Guid.NewGuid)).DistinctBy(static draft => (draft.Id, draft.Channel))];
        await incidents.RecordAsync(watch.Version, watch.Book, composition.State, messages, cancellationToken);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var finish in spool.State.Finishes)
        {
            await incidents.FinishAsync(finish, cancellationToken);
            spool.Keep(spool.State with { Finishes = spool.State.Finishes.Remove(finish) });
        }
    }
}
