using LlmMcp.Simulator.Journal;
using LlmMcp.SystemTests.Fleet;

namespace LlmMcp.SystemTests.Checks;

/// <summary>A model request as a node saw it, and the device Core knows the node by.</summary>
internal sealed record NodeCall(string Device, int Number, JournalEntry Entry);

/// <summary>
/// What was wrong with how a fleet was used: the database's own record, the nodes' journals and the cloud's list laid beside
/// what the jobs asked for. What the system says about itself is not asked.
/// </summary>
internal sealed class FleetJudgement(FleetHistory history, FleetStage stage, IReadOnlyDictionary<Guid, (int Number, Wish Wish)> wishes)
{
    /// <summary>
    /// How old a picture of the fleet a claim may be made from. Limits are read every second, the fleet twice a second, both on two
    /// Cores that share two processors with everything else.
    /// </summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    /// <summary>After this time nobody may still believe in a node that is off: two missed probes, two seconds apart, and their timeouts.</summary>
    private static readonly TimeSpan DeathNoticed = TimeSpan.FromSeconds(10);

    /// <summary>How long a job may wait beside a free slot while nobody is given anything. A Core that is busy handing out others has not forgotten it.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(10);

    /// <summary>A node may notice the end of a request that much after its client.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(300);

    private readonly IReadOnlyList<NodeCall> calls =
    [
        .. stage.Nodes.Nodes.SelectMany(node => node.Requests.Select(entry => new NodeCall(stage.DeviceOf(node), JobTag.Find(entry.Text), entry))),
    ];

    private readonly IReadOnlyDictionary<string, ModelFacts> models =
        history.Models.Where(static model => model.Provider == "ollama").ToDictionary(static model => model.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Everything that was wrong, a line each, rule by rule.</summary>
    public IEnumerable<IEnumerable<string>> Violations() =>
        [Answers(), Places(), CloudCalls(), NeedlessCloudRuns(), ForbiddenModels(), Oversold(), OverrunNodes(), RunsOnTheDead(), Probes(), ForgottenJobs()];

    /// <summary>What happened, for people who read the output.</summary>
    public string Summary()
    {
        var cloudRuns = history.Runs.Count(static run => IsCloud(run.Device));
        var retried = history.Jobs.Values.Count(static job => job.ClaimNo > 1);
        return $"{history.Jobs.Count} jobs in {history.Runs.Count} runs, {retried} of them in more than one; {calls.Count} requests at {stage.Nodes.Nodes.Count} nodes, {stage.Cloud.Calls.Count} in the cloud ({cloudRuns} runs); "
            + $"{stage.Outages.Count} outages, {stage.Limits.Versions.Count} versions of the limits, {history.Circuits.Keys.Sum(device => history.Circuits[device].Changes.Count(static change => change.Value.State == "open"))} times a circuit opened, "
            + $"{history.Circuits.Keys.Sum(device => history.Circuits[device].Changes.Count(static change => change.Value.State == "probing"))} probes";
    }

    private IEnumerable<string> Answers()
    {
        var served = calls.Where(static call => call.Entry.End is RequestEnd.Served).Select(static call => (call.Number, call.Device)).ToHashSet();
        var cloud = stage.Cloud.Calls.Select(static call => call.Job).ToHashSet();
        foreach (var (id, (number, wish)) in wishes)
        {
            var job = history.Jobs[id];
            if (job.Status != "done")
            {
                yield return $"#{number} ({wish.Name}) ended as {job.Status}: {job.Error}";
            }
            else if (wish.IsEmbedding ? job.VectorLength == 0 : job.Text.Length == 0)
            {
                yield return $"#{number} ({wish.Name}) is done without an answer";
            }
            else if (IsCloud(job.Device) ? !cloud.Contains(number) : !served.Contains((number, job.Device)))
            {
                yield return $"#{number} ({wish.Name}) is done on {job.Device}, which never served it";
            }
        }
    }

    private IEnumerable<string> Places()
    {
        foreach (var run in history.Runs.Where(run => !IsCloud(run.Device) && wishes.ContainsKey(run.Job)))
        {
            var (number, wish) = wishes[run.Job];
            if (wish.Cloud == CloudUse.Always)
            {
                yield return $"#{number} ({wish.Name}) ran on {run.Device}";
            }
            else if (!Suits(wish, run.Device, run.Model))
            {
                yield return $"#{number} ({wish.Name}) ran on {run.Device} with {run.Model} of tier {Find(run.Model)?.Tier}";
            }
        }

        foreach (var call in calls.Where(static call => call.Number < 0))
        {
            yield return $"{call.Device} was asked what no job asks: {call.Entry.Model} \"{call.Entry.Text}\"";
        }
    }

    private IEnumerable<string> CloudCalls() =>
        from call in stage.Cloud.Calls
        let wish = wishes.Values.FirstOrDefault(one => one.Number == call.Job).Wish
        where wish is null or { Cloud: CloudUse.Never }
        select $"the cloud was asked for #{call.Job} ({wish?.Name}) with {call.Model}";

    /// <summary>A local candidate that had a free slot, and had it for a while, is a candidate nobody needed to wait for.</summary>
    private IEnumerable<string> NeedlessCloudRuns()
    {
        foreach (var run in history.Runs.Where(run => IsCloud(run.Device) && wishes.GetValueOrDefault(run.Job).Wish is { Cloud: CloudUse.InNeed }))
        {
            var (number, wish) = wishes[run.Job];
            if (!history.Jobs[run.Job].SaysWhyCloud(run.ClaimNo))
            {
                yield return $"#{number} ({wish.Name}) went to {run.Device} in claim {run.ClaimNo} and nobody says why: {history.Jobs[run.Job].Route}";
            }

            if (StoodBy(wish, run.Job, run.From - Lag, run.From) is { } idle)
            {
                yield return $"#{number} ({wish.Name}) went to {run.Device} in claim {run.ClaimNo} although {idle} had a free slot for {Lag.TotalSeconds} s: {history.Jobs[run.Job].Route}";
            }
        }
    }

    private IEnumerable<string> ForgottenJobs()
    {
        var first = history.Runs.GroupBy(static run => run.Job).ToDictionary(static runs => runs.Key, static runs => runs.First());
        var pauses = history.Runs.Zip(history.Runs.Skip(1), static (one, next) => (From: one.From, Until: next.From)).Where(static pause => pause.Until - pause.From > Forgotten).ToList();
        foreach (var (id, (number, wish)) in wishes.Where(one => first.ContainsKey(one.Key) && one.Value.Wish.Cloud != CloudUse.Always))
        {
            var (since, until) = (history.Jobs[id].QueuedAt, first[id].From);
            foreach (var pause in pauses.Where(pause => pause.From >= since && pause.Until <= until))
            {
                if (StoodBy(wish, id, pause.From, pause.Until) is { } idle)
                {
                    yield return $"#{number} ({wish.Name}) waited from {pause.From:HH:mm:ss.fff} to {pause.Until:HH:mm:ss.fff} beside {idle}, which had a free slot all the time, and nobody was given anything";
                }
            }
        }
    }

    private IEnumerable<string> ForbiddenModels()
    {
        var versions = stage.Limits.Versions;
        foreach (var call in calls.Where(static call => call.Entry.Model.Length > 0))
        {
            var at = call.Entry.ArrivedAt;
            var inForce = versions.Where((version, index) => version.From <= at && (index + 1 == versions.Count || versions[index + 1].From >= at - Lag)).ToList();
            if (inForce.Count > 0 && inForce.TrueForAll(version => Forbids(version, call)))
            {
                yield return $"{call.Device} ran {call.Entry.Model} for #{call.Number} at {at:HH:mm:ss.fff}, which its limits have forbidden for {Lag.TotalSeconds} s at least: {LimitsOf(inForce[^1], call.Device)}";
            }
        }
    }

    /// <summary>Runs of a device laid over each other: never more than it has slots.</summary>
    private IEnumerable<string> Oversold()
    {
        foreach (var runs in history.Runs.GroupBy(static run => run.Device))
        {
            var steps = runs.SelectMany(static run => new[] { (At: run.From, Change: 1), (At: run.Until, Change: -1) }).OrderBy(static step => step.At).ThenBy(static step => step.Change);
            var running = 0;
            foreach (var (at, change) in steps)
            {
                running += change;
                if (change > 0 && running > history.Slots[runs.Key].At(at))
                {
                    yield return $"{runs.Key} ran {running} jobs at {at:HH:mm:ss.fff} with {history.Slots[runs.Key].At(at)} slots";
                }
            }
        }
    }

    /// <summary>The same as the nodes themselves saw it.</summary>
    private IEnumerable<string> OverrunNodes()
    {
        foreach (var requests in calls.GroupBy(static call => call.Device))
        {
            var steps = requests
                .Select(static call => (From: call.Entry.ArrivedAt, Until: (call.Entry.EndedAt ?? DateTimeOffset.MaxValue) - Notice))
                .Where(static span => span.Until > span.From)
                .SelectMany(static span => new[] { (At: span.From, Change: 1), (At: span.Until, Change: -1) })
                .OrderBy(static step => step.At).ThenBy(static step => step.Change);
            var running = 0;
            foreach (var (at, change) in steps)
            {
                running += change;
                if (change > 0 && running > history.Slots[requests.Key].Throughout(at - Lag, at).Max())
                {
                    yield return $"{requests.Key} had {running} requests at {at:HH:mm:ss.fff} with {history.Slots[requests.Key].At(at)} slots";
                }
            }
        }
    }

    private IEnumerable<string> RunsOnTheDead() =>
        from outage in stage.Outages
        let device = stage.DeviceOf(outage.Node)
        from run in history.Runs
        where run.Device == device && run.From > outage.From + DeathNoticed && run.From < (outage.Until ?? DateTimeOffset.MaxValue)
        select $"{device}, off since {outage.From:HH:mm:ss.fff}, was given a job at {run.From:HH:mm:ss.fff}";

    /// <summary>While a circuit is not closed nothing runs there but its probe, and never two of them at once.</summary>
    private IEnumerable<string> Probes()
    {
        foreach (var device in history.Circuits.Keys)
        {
            var changes = history.Circuits[device].Changes;
            for (var i = 0; i < changes.Count; i++)
            {
                if (changes[i].Value.State != "open" || (i > 0 && changes[i - 1].Value.State != "closed"))
                {
                    continue;
                }

                var closing = changes.Skip(i).FirstOrDefault(static change => change.Value.State == "closed");
                var closed = closing.Value is null ? DateTimeOffset.MaxValue : closing.At;
                var probes = changes.Skip(i).TakeWhile(change => change.At < closed).Select(static change => (change.Value.ProbeJob, change.Value.ProbeClaim)).ToHashSet();
                var runs = history.Runs.Where(run => run.Device == device && run.From > changes[i].At + Lag && run.From < closed).ToList();
                foreach (var run in runs.Where(run => !probes.Contains((run.Job, run.ClaimNo))))
                {
                    yield return $"{run.Job} ran on {device} at {run.From:HH:mm:ss.fff}, whose circuit was open since {changes[i].At:HH:mm:ss.fff}, and was not its probe";
                }

                foreach (var (one, next) in runs.Zip(runs.Skip(1)).Where(static pair => pair.Second.From < pair.First.Until))
                {
                    yield return $"{device} was probed by {one.Job} and {next.Job} at once at {next.From:HH:mm:ss.fff}";
                }
            }
        }
    }

    /// <summary>A device that could have taken the job during the whole time, and why; null when there is none.</summary>
    private string? StoodBy(Wish wish, Guid job, DateTimeOffset from, DateTimeOffset until)
    {
        var tried = history.Runs.Where(run => run.Job == job && run.From < until).Select(static run => run.Device).ToHashSet();
        var place = history.Usable.Keys.FirstOrDefault(place =>
            !IsCloud(place.Device) && !tried.Contains(place.Device) && Suits(wish, place.Device, place.Model)
            && history.Usable[place].Throughout(from, until).All(static usable => usable)
            && history.Online[place.Device].Throughout(from, until).All(static online => online)
            && history.Circuits[place.Device].Throughout(from, until).All(static circuit => circuit.State == "closed")
            && history.FreeSlots[place.Device].Throughout(from, until).All(static free => free > 0));
        return place == default ? null : $"{place.Model} on {place.Device}";
    }

    private bool Suits(Wish wish, string device, string model) =>
        Find(model) is { } facts
        && (wish.Device is null || wish.Device == device)
        && (wish.Model is null ? wish.IsEmbedding || wish.Tiers.Contains(facts.Tier) : Same(wish.Model, model))
        && wish.IsEmbedding == (facts.Kind == "embed")
        && (facts.Context == 0 || facts.Context >= wish.Tokens);

    private bool Forbids(LimitsFile.Version version, NodeCall call) =>
        LimitsOf(version, call.Device) is { } limits && limits.Forbid(call.Entry.Model, Find(call.Entry.Model)?.Billions ?? 0);

    private Limits? LimitsOf(LimitsFile.Version version, string device) =>
        version.Limits.GetValueOrDefault(device) ?? version.Limits.GetValueOrDefault(history.Parents.GetValueOrDefault(device, ""));

    private ModelFacts? Find(string model) => models.GetValueOrDefault(Full(model));

    private static bool Same(string one, string other) => string.Equals(Full(one), Full(other), StringComparison.OrdinalIgnoreCase);

    private static string Full(string model) => model.Contains(':', StringComparison.Ordinal) ? model : model + ":latest";

    private static bool IsCloud(string device) => device.StartsWith("cloud:", StringComparison.Ordinal);
}
