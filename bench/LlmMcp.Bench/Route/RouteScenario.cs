using LlmMcp.Bench.Measuring;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;

namespace LlmMcp.Bench.Route;

/// <summary>Where a request goes, decided over a large fleet, in this process: no database, no HTTP.</summary>
internal sealed class RouteScenario(int nodes, int models) : IScenario
{
    private const int WarmUps = 300;
    private const int Decisions = 1_000;
    private const int Looks = 15;

    private static readonly string[] Qualities = ["turbo", "economy", "standard", "premium", "ultra", "max"];

    private readonly Figure[] first = [.. Qualities.Select(quality => new Figure($"a decision nobody asked for before, quality {quality}, {nodes:N0} nodes × {models} models, p50", "µs", Goal.Most(200)))];
    private readonly Figure slowest = new("… the slowest 1 %, all qualities", "µs");
    private readonly Figure again = new("a decision somebody asked for since the last look at the fleet, p50", "µs");
    private readonly Figure claim = new("all places of a need, for the scheduler, once per look, p50", "µs");
    private readonly Figure look = new("a new picture of the fleet, every 2 s: its sets and tables, p50", "ms");
    private readonly Figure ready = new("… made ready for decisions, p50", "ms");

    public string Title => $"Routing over {nodes:N0} × {models}";

    public string Command => $"route --nodes {nodes} --models {models}";

    public string Settings =>
        "One thread. A decision is everything between the parsed request and the job to store: estimate, places, reasons, payload and the stored record. "
        + "One node in fifty is offline, each has a model its limits forbid, a third have a slot busy, a third both.";

    public Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        var fleet = new RouteFleet(nodes, models);
        var view = new RoutingView(new CloudKeys(true, true), new RoutingDefaults("model03:3b", "embed", null), StrictLimits: false, Backlog.Empty);
        var looks = Enumerable.Range(0, Looks).Select(_ => Look(fleet)).ToList();
        var snapshot = fleet.Read();
        snapshot.Prepare();
        var all = new List<double>();
        var medians = new List<Measurement>();
        for (var level = 0; level < Qualities.Length; level++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = Enumerable.Range(0, WarmUps + Decisions).Select(number => Decide(snapshot, view, Qualities[level], number + 1)).Skip(WarmUps).ToList();
            all.AddRange(samples);
            medians.Add(new Measurement(first[level], new Samples(samples).Median));
        }

        var repeated = new Samples(Enumerable.Range(0, Decisions).Select(_ => Decide(snapshot, view, "standard", 1)));
        var places = new Samples(Enumerable.Range(0, Decisions).Select(number => Places(snapshot, view, number + 1)));
        return Task.FromResult(new ScenarioResult(
            [.. medians, new Measurement(slowest, new Samples(all).P99), new Measurement(again, repeated.Median), new Measurement(claim, places.Median), new Measurement(look, new Samples(looks.Select(static look => look.Read)).Median),
                new Measurement(ready, new Samples(looks.Select(static look => look.Ready)).Median)],
            [$"{Decisions:N0} decisions each, after {WarmUps} to warm up", $"quickest picture {looks.Min(static look => look.Read):0.0} + {looks.Min(static look => look.Ready):0.0} ms"]));
    }

    // A limit of its own makes each request a need of its own, which nothing remembers.
    private static double Decide(FleetSnapshot snapshot, RoutingView view, string quality, int number)
    {
        var request = new LlmRequest { Quality = quality, Prompt = "Why is the sky blue?", TimeoutSeconds = number };
        var start = Ticks.Now;
        if (Router.Decide(request, snapshot, view) is not RouteOutcome.Decided route || RouteRecord.Json(route).IsEmpty)
        {
            throw new BenchFailedException($"nobody answers quality {quality}");
        }

        return Ticks.MillisecondsSince(start) * 1000;
    }

    private static double Places(FleetSnapshot snapshot, RoutingView view, int number)
    {
        var block = new RouteNeed { Quality = "standard", Context = 256, AttemptSeconds = 100_000 + number }.ToBlock();
        var start = Ticks.Now;
        if (Router.Candidates(block, snapshot, view).Count == 0)
        {
            throw new BenchFailedException("the fleet has no place for quality standard");
        }

        return Ticks.MillisecondsSince(start) * 1000;
    }

    private static (double Read, double Ready) Look(RouteFleet fleet)
    {
        var start = Ticks.Now;
        var snapshot = fleet.Read();
        var read = Ticks.Now;
        snapshot.Prepare();
        return (Ticks.MillisecondsBetween(start, read), Ticks.MillisecondsSince(read));
    }
}
