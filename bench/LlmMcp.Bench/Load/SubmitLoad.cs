using System.Net;
using LlmMcp.Bench.Measuring;

namespace LlmMcp.Bench.Load;

/// <summary>Submits the same request again and again over a number of connections, one at a time on each.</summary>
internal sealed class SubmitLoad(IPEndPoint core, ReadOnlyMemory<byte> request, int jobsPerRequest)
{
    private const int Accepted = 202;

    /// <summary>Goes on for a time; requests that were sent are waited for.</summary>
    public async Task<SubmitLoadResult> RunAsync(int connections, TimeSpan time, CancellationToken cancellationToken)
    {
        var start = Ticks.Now;
        var clients = await Task.WhenAll(Enumerable.Range(0, connections)
            .Select(_ => ClientAsync(() => Ticks.SecondsSince(start) < time.TotalSeconds, cancellationToken)));
        return SubmitLoadResult.Of(clients, Ticks.SecondsSince(start));
    }

    /// <summary>Sends a number of requests.</summary>
    public async Task<SubmitLoadResult> RunAsync(int connections, int requests, CancellationToken cancellationToken)
    {
        var start = Ticks.Now;
        var clients = await Task.WhenAll(Enumerable.Range(0, connections)
            .Select(_ => ClientAsync(() => Interlocked.Decrement(ref requests) >= 0, cancellationToken)));
        return SubmitLoadResult.Of(clients, Ticks.SecondsSince(start));
    }

    private async Task<SubmitLoadResult> ClientAsync(Func<bool> goesOn, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(core, cancellationToken);
        var (ids, latencies) = (new List<Guid>(), new List<double>());
        while (goesOn())
        {
            var start = Ticks.Now;
            var answer = await connection.SendAsync(request, cancellationToken);
            latencies.Add(Ticks.MillisecondsSince(start));
            answer.MustBe(Accepted);
            answer.ReadIds(ids);
            if (ids.Count != latencies.Count * jobsPerRequest)
            {
                throw new BenchFailedException($"Core acknowledged {ids.Count} jobs after {latencies.Count} requests of {jobsPerRequest}.");
            }
        }

        return new SubmitLoadResult(ids, latencies, 0);
    }
}

/// <summary>What was acknowledged.</summary>
/// <param name="Ids">The jobs.</param>
/// <param name="Latencies">Of each request, in milliseconds.</param>
/// <param name="Seconds">From the first request to the last answer.</param>
internal sealed record SubmitLoadResult(List<Guid> Ids, List<double> Latencies, double Seconds)
{
    public double JobsPerSecond => Ids.Count / Seconds;

    public static SubmitLoadResult Of(IReadOnlyList<SubmitLoadResult> clients, double seconds) =>
        new([.. clients.SelectMany(static client => client.Ids)], [.. clients.SelectMany(static client => client.Latencies)], seconds);
}
