using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LlmMcp.Bench.Handlers;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;

namespace LlmMcp.Bench.Pickup;

/// <summary>One job at a time on an idle system: from the submit to the first line of its handler.</summary>
internal sealed class PickupScenario(int count) : IScenario
{
    private const int WarmUp = 200;
    private const int Accepted = 202;

    // Longer than a job takes to be recorded, and never in step with a timer of the system under measurement.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(9);

    private static readonly Figure P50 = new(
        "submit → handler starts, idle, p50", "ms", Goal.Most(2.5), "graphile-worker 3.4, pg-boss 5.3 on such a machine; the deployed system 1,000 (it polls)");

    private static readonly Figure P99 = new(
        "submit → handler starts, idle, p99", "ms", Goal.Most(6), "graphile-worker 6.0, pg-boss 9.1 on such a machine");

    public string Title => "Pickup";

    public string Command => $"pickup --count {count}";

    public string Settings =>
        $"fsync and synchronous_commit on. PostgreSQL, one Core, one worker process with a handler of its own and the client share the machine. {count:N0} jobs, one at a time, "
        + "8 to 17 ms apart; from before the request is sent to the first line of the handler, on the machine's monotonic clock.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        await stage.StartCustomWorkerAsync(core, StampExecutor.Kind, concurrency: 16, cancellationToken);

        using var stamps = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        stamps.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)stamps.LocalEndPoint!).Port;
        var request = JobRequests.Submit($$$"""{"kind":"{{{StampExecutor.Kind}}}","payload":{"port":{{{port}}}}}""");
        using var connection = await RawConnection.OpenAsync(core.EndPoint, cancellationToken);
        var (pickups, acknowledgements) = (new List<double>(count), new List<double>(count));
        for (var i = -WarmUp; i < count; i++)
        {
            var start = Ticks.Now;
            (await connection.SendAsync(request, cancellationToken)).MustBe(Accepted);
            var acknowledged = Ticks.MillisecondsSince(start);
            var pickup = Ticks.MillisecondsBetween(start, await StampAsync(stamps, cancellationToken));
            if (i >= 0)
            {
                pickups.Add(pickup);
                acknowledgements.Add(acknowledged);
            }

            await Until.PassedAsync(ShortestPause + (Jitter * Random.Shared.NextDouble()), cancellationToken);
        }

        (await Outcomes.ReadAsync(stage.Database, cancellationToken)).MustBeDoneAtOnce(WarmUp + count);
        var (samples, submits) = (new Samples(pickups), new Samples(acknowledgements));
        return new ScenarioResult(
            [new Measurement(P50, samples.P50), new Measurement(P99, samples.P99)],
            [$"max {samples.Max:0.0} ms", $"the submit alone p50 {submits.P50:0.00} ms, p99 {submits.P99:0.00} ms", "each job done once, in its first attempt"]);
    }

    private static async Task<long> StampAsync(Socket stamps, CancellationToken cancellationToken)
    {
        var stamp = new byte[sizeof(long)];
        await stamps.ReceiveAsync(stamp, cancellationToken);
        return BinaryPrimitives.ReadInt64LittleEndian(stamp);
    }
}
