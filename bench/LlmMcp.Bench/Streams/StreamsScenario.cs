using LlmMcp.Bench.Handlers;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using LlmMcp.Contracts;

namespace LlmMcp.Bench.Streams;

/// <summary>
/// Many event streams on one Core. First nothing happens, and only memory counts; then a few hundred jobs end one after the
/// other while all other streams stay open; then all the rest end at full speed.
/// </summary>
internal sealed class StreamsScenario(int streams) : IScenario
{
    private const int WarmUp = 500;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly Figure memory = new($"memory of Core per idle stream, {streams:N0} streams", "KB", Goal.Most(20));
    private readonly Figure listeners = new($"LISTEN connections for {streams:N0} streams", "", Goal.Most(1), "the deployed system 1 per stream; it hangs at the 4th");
    private readonly Figure wakeP50 = new("wake, one job after the other, p50", "ms");
    private readonly Figure wakeP99 = new("wake, one job after the other, p99", "ms", Goal.Most(100));
    private readonly Figure stormP50 = new("wake, all others at full speed, p50", "ms");
    private readonly Figure stormP99 = new("wake, all others at full speed, p99", "ms", Goal.Most(100));

    private int Paced => Math.Min(1000, streams / 2);

    public string Title => $"{streams:N0} event streams";

    public string Command => $"sse --streams {streams}";

    public string Settings =>
        "fsync and synchronous_commit on. PostgreSQL, one Core, the workers and the client with all its connections share the machine. Memory: resident size of Core with the streams open and idle for "
        + $"{Rest.TotalSeconds} s, less before. Wake: from the database's commit time of the job's end (track_commit_timestamp, taken before the wait for the disk) to the event in the client's hands; "
        + $"{Paced:N0} jobs end one after the other, a few milliseconds apart, then the other {streams - Paced:N0} as fast as one worker can.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        FileLimit.MustAllow(streams);
        await using var stage = await BenchStage.StartAsync(new StageOptions { Parameters = { ["track_commit_timestamp"] = "on" } }, cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        var paced = await Backlog.LoadAsync(core, $$$"""{"kind":"{{{SleepExecutor.Kind}}}","payload":{"ms":2}}""", Paced, cancellationToken);
        var rest = await Backlog.LoadAsync(core, JobRequests.Echo, streams - Paced, cancellationToken);
        using (await OpenStreams.OpenAsync(core.EndPoint, [.. rest.Take(WarmUp)], cancellationToken))
        {
            // What the first streams cost once and for all (code, pools) is not the price of a stream.
        }

        await Until.PassedAsync(Rest, cancellationToken);
        var before = ProcessTree.ResidentKilobytes(core.Process.Id);
        var opening = Ticks.Now;
        using var open = await OpenStreams.OpenAsync(core.EndPoint, [.. paced, .. rest], cancellationToken);
        var opened = Ticks.SecondsSince(opening);
        await Until.PassedAsync(Rest, cancellationToken);
        var after = ProcessTree.ResidentKilobytes(core.Process.Id);
        var listening = await stage.ScalarAsync<long>(StreamsSql.CountListeners, cancellationToken);

        await EndAsync(..Paced, () => stage.StartCustomWorkerAsync(core, SleepExecutor.Kind, concurrency: 1, cancellationToken));
        var cpu = new CpuShare(("PostgreSQL", stage.PostgresProcess), ("Core", core.Process.Id));
        var storming = Ticks.Now;
        await EndAsync(Paced.., () => stage.StartWorkerAsync(core, JobKinds.Echo, cancellationToken));
        var (stormed, shares) = (Ticks.SecondsSince(storming), cpu.Describe(streams - Paced));

        (await Outcomes.ReadAsync(stage.Database, cancellationToken)).MustBeDoneAtOnce(streams);
        var commits = await CommitTimesAsync(stage, cancellationToken);
        var (wake, storm) = (new Samples(open.Delays(..Paced, commits)), new Samples(open.Delays(Paced.., commits)));
        return new ScenarioResult(
            [
                new Measurement(memory, (after - before) / streams), new Measurement(listeners, listening),
                new Measurement(wakeP50, wake.P50), new Measurement(wakeP99, wake.P99),
                new Measurement(stormP50, storm.P50), new Measurement(stormP99, storm.P99),
            ],
            [
                $"Core {before / 1024:0} MB before, {after / 1024:0} MB with all streams", $"opened in {opened:0.0} s",
                $"slowest wake {wake.Max:0} ms, at full speed {storm.Max:0} ms", $"the storm took {stormed:0.0} s with the worker's start", shares,
            ]);

        async Task EndAsync(Range range, Func<Task> startWorker)
        {
            var following = open.FollowAsync(range, cancellationToken);
            await startWorker();
            await following;
        }
    }

    private static async Task<Dictionary<Guid, DateTime>> CommitTimesAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        var commits = new Dictionary<Guid, DateTime>();
        await using var command = stage.Database.CreateCommand(StreamsSql.CommitTimes);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            commits[rows.GetGuid(0)] = rows.GetDateTime(1);
        }

        return commits;
    }
}
