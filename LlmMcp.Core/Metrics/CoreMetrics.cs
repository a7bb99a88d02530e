using System.Diagnostics.Metrics;
using LlmMcp.Contracts;
using LlmMcp.Core.Costs;
using LlmMcp.Core.Costs.OpenRouter;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Scheduling.Waiting;

namespace LlmMcp.Core.Metrics;

/// <summary>
/// The instruments of this Core. Names of the deployed system are kept where they exist; labels come from what is known (kinds,
/// catalogued models, devices), everything else is <c>other</c>.
/// </summary>
internal sealed class CoreMetrics
{
    private const string Other = "other";

    private readonly Counter<long> created;
    private readonly Counter<long> ended;
    private readonly Histogram<double> waits;
    private readonly Counter<long> chats;
    private readonly Histogram<double> chatSeconds;
    private readonly Counter<long> chatTokens;
    private readonly Counter<double> chatCosts;
    private readonly Counter<long> embeddings;
    private readonly Histogram<double> embeddingSeconds;
    private readonly Counter<long> embeddingTokens;
    private readonly FleetCache fleet;
    private readonly PriceTable prices;
    private readonly PulseLoop pulse;

    public CoreMetrics(
        LlmMcpTelemetry telemetry, FleetCache fleet, PriceTable prices, PulseLoop pulse, QueueBoard board, NodeWatch watch, OpenRouterBalance balance,
        JobEvents events, ClaimEvents claims)
    {
        (this.fleet, this.prices, this.pulse) = (fleet, prices, pulse);
        var meter = telemetry.Meter;
        created = meter.CreateCounter<long>("llmcore.jobs.created", description: "Jobs stored by this Core.");
        ended = meter.CreateCounter<long>("llmcore.jobs.ended", description: "Jobs this Core brought to an end, by final status.");
        waits = meter.CreateHistogram("llmcore.claim.wait", "s", "From the submit of a job to its claim.", null, Buckets(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800));
        chats = meter.CreateCounter<long>("llmcore.chat.requests", description: "Ended attempts of chat and generate jobs.");
        chatSeconds = meter.CreateHistogram("llmcore.chat.duration", "s", "Model calls of chat and generate jobs.", null, Buckets(.5, 1, 2.5, 5, 10, 30, 60, 120));
        chatTokens = meter.CreateCounter<long>("llmcore.chat.tokens", description: "Tokens of chat and generate jobs.");
        chatCosts = meter.CreateCounter<double>("llmcore.chat.cost", "USD", "Cost of chat and generate jobs.");
        embeddings = meter.CreateCounter<long>("llmcore.embedding.requests", description: "Ended attempts of embedding jobs.");
        embeddingSeconds = meter.CreateHistogram("llmcore.embedding.duration", "s", "Model calls of embedding jobs.", null, Buckets(.1, .25, .5, 1, 2.5, 5, 10, 30, 60));
        embeddingTokens = meter.CreateCounter<long>("llmcore.embedding.input_tokens", description: "Tokens of embedding jobs.");
        var looks = meter.CreateCounter<long>("llmcore.discovery.runs", description: "Rounds of discovery.");
        var lookSeconds = meter.CreateHistogram("llmcore.discovery.duration", "s", "Rounds of discovery.", null, Buckets(.5, 1, 2.5, 5, 10, 30));
        meter.CreateObservableGauge("llmcore.queue.jobs", QueueDepth, description: "Jobs that are queued or running, by kind.");
        meter.CreateObservableGauge("llmcore.queue.oldest.age", () => QueueSummary.Oldest(pulse.Last.Facts) ?? 0, "s", "Age of the oldest job that is ready.");
        meter.CreateObservableGauge("llmcore.queue.waiting", () => board.Waiting, description: "Ready jobs that need a slot, as far as counted.");
        meter.CreateObservableGauge("llmcore.slots", () => ByDevice(static device => device.Slots), description: "Jobs a device may run at once.");
        meter.CreateObservableGauge("llmcore.slots.used", () => ByDevice(static device => device.UsedSlots), description: "Jobs that run on a device.");
        meter.CreateObservableGauge("llmcore.circuit.state", () => ByDevice(static device => (int)device.Circuit.State), description: "0 closed, 1 open, 2 probing.");
        meter.CreateObservableGauge("llmcore.devices.online", () => Devices.Count(static device => device is { Online: true, IsCloud: false }), description: "Nodes that are online, clouds left out.");
        meter.CreateObservableGauge("llmcore.workers.online", () => pulse.Last.Facts.Workers.Count, description: "Workers seen within ten minutes.");
        meter.CreateObservableGauge("llmcore.database.up", () => pulse.Beats ? 1 : 0, description: "1 while the database answers.");
        meter.CreateObservableGauge("llmcore.openrouter.balance", () => Left(balance.Last), "USD", "What is left at OpenRouter, for an account with a limit.");
        watch.Looked += (took, succeeded) =>
        {
            looks.Add(1, new KeyValuePair<string, object?>("status", succeeded ? "ok" : "error"));
            lookSeconds.Record(took.TotalSeconds);
        };
        events.Stored += jobs => Count(created, jobs.Select(static job => Kind(job.Kind)), "kind");
        events.ChangedHere += changes => Count(ended, changes.Where(static change => JobStatus.IsFinal(change.Status)).Select(static change => change.Status), "status");
        events.AttemptsEnded += OnEnded;
        claims.Delivered += OnDelivered;
    }

    private IEnumerable<FleetDevice> Devices => fleet.Current.Devices.Values;

    private void OnEnded(IReadOnlyList<EndedAttempt> attempts)
    {
        foreach (var attempt in attempts)
        {
            if (JobKinds.CallsModel(attempt.Kind))
            {
                Record(attempt);
            }
        }
    }

    private void Record(EndedAttempt attempt)
    {
        _ = TokenUsage.TryRead(attempt.Metrics.Span, attempt.Result.Span, out var usage);
        var provider = JobProviders.Of(attempt.Kind);
        var model = new KeyValuePair<string, object?>("model", usage.Model is { Length: > 0 } name && fleet.Current.FindModel(provider, name) is { } known ? known.Id : Other);
        var device = attempt.DeviceId is { } id && fleet.Current.Devices.TryGetValue(id, out var found) ? found : null;
        // As in the deployed system: the device stands for the provider of a local answer.
        var place = device is { IsCloud: false } ? device.Id : attempt.DeviceId is null ? "none" : device is null ? Other : provider;
        var where = new KeyValuePair<string, object?>(JobKinds.IsEmbedding(attempt.Kind) ? "device" : "provider", place);
        var status = new KeyValuePair<string, object?>("status", attempt.Succeeded ? "ok" : "error");
        var seconds = MetricsTime.Seconds(attempt.Metrics.Span);
        if (JobKinds.IsEmbedding(attempt.Kind))
        {
            embeddings.Add(1, model, where, status);
            Time(embeddingSeconds, seconds, model, where);
            embeddingTokens.Add(usage.TokensIn, model, where);
            return;
        }

        chats.Add(1, model, where, status);
        Time(chatSeconds, seconds, model, where);
        chatTokens.Add(usage.TokensIn, model, where, new("direction", "input"));
        chatTokens.Add(usage.TokensOut, model, where, new("direction", "output"));
        if (usage.Model is { Length: > 0 })
        {
            chatCosts.Add((double)CostCalculator.Cost(prices.Find(provider, usage.Model), usage.Tokens), model, where);
        }
    }

    private void OnDelivered(IReadOnlyList<ClaimedJob> jobs)
    {
        foreach (var job in jobs)
        {
            // Both by the database's clock.
            waits.Record(Math.Max(0, (job.UpdatedAt - job.QueuedAt).TotalSeconds));
        }
    }

    private IEnumerable<Measurement<long>> QueueDepth() => QueueSummary.ByKind(pulse.Last.Facts)
        .GroupBy(static kind => Kind(kind.Kind))
        .SelectMany(static kind => new[]
        {
            Measure(kind.Sum(static each => each.Queued), ("kind", kind.Key), ("status", JobStatus.Queued)),
            Measure(kind.Sum(static each => each.Running), ("kind", kind.Key), ("status", JobStatus.Running)),
        });

    private IEnumerable<Measurement<long>> ByDevice(Func<FleetDevice, long> read) => Devices.Select(device => Measure(read(device), ("device", device.Id)));

    private static IEnumerable<Measurement<double>> Left(Account? account) => account is { Left: { } left } ? [new Measurement<double>((double)left)] : [];

    private static void Count(Counter<long> counter, IEnumerable<string> values, string label)
    {
        foreach (var value in values.CountBy(static value => value))
        {
            counter.Add(value.Value, new KeyValuePair<string, object?>(label, value.Key));
        }
    }

    private static void Time(Histogram<double> histogram, double? seconds, KeyValuePair<string, object?> model, KeyValuePair<string, object?> where)
    {
        if (seconds is { } known)
        {
            histogram.Record(known, model, where);
        }
    }

    private static string Kind(string kind) => JobKinds.All.Contains(kind) ? kind : Other;

    private static Measurement<long> Measure(long value, params (string Name, string Value)[] tags) =>
        new(value, tags.Select(static tag => KeyValuePair.Create<string, object?>(tag.Name, tag.Value)));

    private static InstrumentAdvice<double> Buckets(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
