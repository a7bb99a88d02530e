using System.Collections.Concurrent;
using LlmMcp.Core.Jobs;
using Npgsql;

namespace LlmMcp.Core.Scheduling;

/// <summary>
/// Pairs waiting workers with ready jobs. One loop per Core: claims of all workers attached here go through it one after the
/// other, so they never race each other; Cores race on locked rows.
/// <code>
/// 1 wait for news: ready jobs, a free slot, a worker's credit, the fleet; at most a second
/// 2 take back a claim nobody heard of; bring the lane book up to date when there may be lanes it does not know
/// 3 for each worker in turn: plan and take jobs without slots
/// 4 for each worker in turn: plan and take jobs with slots
/// 5 again from 2 while anything was taken
/// </code>
/// </summary>
internal sealed class Dispatcher : BackgroundService
{
    /// <summary>Jobs without slots taken by one statement.</summary>
    public const int MaxLightClaim = 500;

    // Ranks of lanes that turn out to be empty, gone through in one round.
    private const int MaxPlans = 32;

    // Plans of one round for what earlier ones could not give away.
    private const int MaxLeftovers = 4;

    // Polling is the truth: whatever notification was lost, a ready job is found within this time.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<IWorkOffer, byte> offers = new();
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly LaneBook lanes = new();
    private readonly FairTurns lightTurns = new();
    private readonly FairTurns slotTurns = new();
    private readonly ClaimTaker taker;
    private readonly UnheardClaims claims;
    private readonly SlotWork slotWork;
    private readonly Handover handover;
    private readonly TimeProvider time;
    private readonly ILogger<Dispatcher> logger;
    private long lastRefresh;
    private Lane nextLook = ClaimTaker.BeforeAllLanes;
    private int turn;

    public Dispatcher(
        ClaimTaker taker, UnheardClaims claims, SlotWork slotWork, Handover handover, JobEvents events, TimeProvider time, ILogger<Dispatcher> logger)
    {
        (this.taker, this.claims, this.slotWork, this.handover, this.time, this.logger) = (taker, claims, slotWork, handover, time, logger);
        events.Ready += ready =>
        {
            lanes.Add(ready);
            Wake();
        };
        events.Resync += () =>
        {
            lanes.Add(null);
            Wake();
        };
        events.Changed += changes =>
        {
            // A returned job is older than the head of its lane; an ended one may have freed a slot.
            if (changes.Any(static change => change.Status == JobStatus.Queued))
            {
                lanes.Add(null);
            }

            if (changes.Any(static change => change.Status != JobStatus.Running))
            {
                Wake();
            }
        };
        slotWork.Changed += Wake;
    }

    /// <summary>From now on the worker gets jobs, until <see cref="Withdraw"/>.</summary>
    public void Offer(IWorkOffer offer)
    {
        offers[offer] = 0;
        Wake();
    }

    /// <summary>The worker wants nothing more. What is already on its way still arrives.</summary>
    public void Withdraw(IWorkOffer offer) => offers.TryRemove(offer, out _);

    /// <summary>Something changed that may let a job start.</summary>
    public void Wake()
    {
        if (wake.CurrentCount > 0)
        {
            return;
        }

        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread woke it in the same moment; one round covers both.
        }
    }

    /// <summary>One round over all workers; answers how many jobs were handed over.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await claims.TakeBackAsync(cancellationToken);                                                   // 2
        var waiting = offers.Keys.Where(static offer => offer.Appetite is not null).ToList();
        if (waiting.Count == 0)
        {
            return 0;
        }

        await RefreshAsync(waiting, cancellationToken);                                                  // 2
        var start = turn++ % waiting.Count;
        var taken = 0;
        for (var i = 0; i < waiting.Count; i++)
        {
            var offer = waiting[(start + i) % waiting.Count];
            // A call that asks for one job of any kind must not get the same sort each time.
            var given = (turn + i) % 2 == 0
                ? await TakeLightAsync(offer, cancellationToken) + await TakeWithSlotsAsync(offer, cancellationToken)  // 3, 4
                : await TakeWithSlotsAsync(offer, cancellationToken) + await TakeLightAsync(offer, cancellationToken); // 4, 3
            taken += given;
            if (given == 0)
            {
                offer.NothingNow();
            }
        }

        return taken;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(PollInterval, stoppingToken);                                       // 1
                while (await RunOnceAsync(stoppingToken) > 0)                                            // 5
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                // The database is away. Nothing was handed over that is not recorded; what was recorded and not handed over comes
                // back with the next round.
                SchedulingLog.ClaimFailed(logger, exception.Message);
                lanes.Add(null);
                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Wake();
            }
        }
    }

    private async Task RefreshAsync(List<IWorkOffer> waiting, CancellationToken cancellationToken)
    {
        // A single claim call cannot wait for the next poll, so its view must be fresh; ten looks a second are enough for all.
        var oldest = waiting.Exists(static offer => offer.AnswersAtOnce) ? PollInterval / 10 : PollInterval;
        if (!lanes.Stale && time.GetElapsedTime(lastRefresh) < oldest)
        {
            return;
        }

        var since = lanes.BeginRefresh();
        lastRefresh = time.GetTimestamp();
        var found = await taker.ListLanesAsync(nextLook, cancellationToken);
        // More lanes than one look takes: the next one goes on behind them, so that every lane has its round.
        nextLook = found.Count == LaneBook.MaxLanes ? found[^1].Lane : ClaimTaker.BeforeAllLanes;
        lanes.Replace(found, since);
    }

    private async Task<int> TakeLightAsync(IWorkOffer offer, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxPlans && offer.Appetite is { LightJobs: > 0 } appetite; tries++)
        {
            var quotas = ClaimPlan.Light(appetite, lanes.View(), lightTurns, MaxLightClaim);
            if (quotas.Count == 0)
            {
                return 0;
            }

            // Not canceled: a claim that was committed and never read would be held by nobody.
            var jobs = await claims.ClaimAsync(
                offer.WorkerId, () => taker.TakeAsync(offer.WorkerId, offer.LeaseSeconds, quotas, CancellationToken.None));
            Settle(quotas, jobs);
            if (jobs.Count > 0)
            {
                return await handover.GiveAsync(offer, jobs);
            }

            // The book was wrong about these lanes and has lost them now: what stands behind them gets its turn.
        }

        return 0;
    }

    private async Task<int> TakeWithSlotsAsync(IWorkOffer offer, CancellationToken cancellationToken)
    {
        var spent = new HashSet<Lane>();
        var taken = await TakePlannedAsync(offer, spent, cancellationToken);
        if (taken == 0 && lanes.Stale)
        {
            // The plan was made on a wrong belief, such as a lane another Core has emptied: look again before saying there is nothing.
            await RefreshAsync([offer], cancellationToken);
            spent.Clear();
            taken = await TakePlannedAsync(offer, spent, cancellationToken);
        }

        // A plan takes every lane for endless. What it promised to lanes that had less goes to the others in this round: in the next
        // one an urgent lane may have a new job and be promised everything again, and a free slot would never come to the rest.
        for (var (plans, before) = (0, 0); plans < MaxLeftovers && spent.Count > before; plans++)
        {
            before = spent.Count;
            taken += await TakePlannedAsync(offer, spent, cancellationToken);
        }

        return taken;
    }

    private async Task<int> TakePlannedAsync(IWorkOffer offer, HashSet<Lane> spent, CancellationToken cancellationToken)
    {
        if (offer.Appetite is not { ModelJobs: > 0 } appetite)
        {
            return 0;
        }

        var taken = 0;
        List<LaneView> left = [.. lanes.View().Where(view => !spent.Contains(view.Lane))];
        foreach (var claim in await slotWork.PlanAsync(offer.WorkerId, appetite, left, slotTurns, cancellationToken))
        {
            if (offer.Appetite is null)
            {
                // A single call takes what comes first; what is planned beyond it would only go back.
                break;
            }

            var jobs = await claims.ClaimAsync(offer.WorkerId, () => slotWork.TakeAsync(offer, claim));
            if (jobs.Count < claim.Count)
            {
                // Too few jobs or too few slots, the statement does not say which: look again before the next plan.
                lanes.Add(null);
                var byLane = jobs.CountBy(static job => job.Lane).ToDictionary();
                spent.UnionWith(claim.Lanes.Where(quota => byLane.GetValueOrDefault(quota.Lane.Lane) < quota.Count).Select(static quota => quota.Lane.Lane));
            }

            taken += await handover.GiveAsync(offer, jobs);
        }

        return taken;
    }

    private void Settle(IReadOnlyList<LaneQuota> quotas, List<ClaimedJob> jobs)
    {
        var byLane = jobs.ToLookup(static job => job.Lane, static job => job.Id);
        foreach (var quota in quotas)
        {
            var taken = byLane[quota.Lane.Lane].ToList();
            lanes.Advance(quota.Lane, taken.Count > 0 ? taken.Max() : Guid.Empty, drained: taken.Count < quota.Count);
        }
    }
}
