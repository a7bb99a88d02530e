using System.Net;

namespace LlmMcp.Bench.Streams;

/// <summary>Many streams at once.</summary>
internal sealed class OpenStreams(IReadOnlyList<StreamClient> clients) : IDisposable
{
    private const int OpenedAtOnce = 64;
    private const int SourceAddresses = 16;

    /// <summary>Opens one stream per job, from several loopback addresses.</summary>
    public static async Task<OpenStreams> OpenAsync(IPEndPoint core, IReadOnlyList<Guid> jobs, CancellationToken cancellationToken)
    {
        var clients = new StreamClient?[jobs.Count];
        var all = new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, jobs.Count, all, async (index, cancellation) =>
                clients[index] = await StreamClient.OpenAsync(core, new IPAddress([127, 0, 0, (byte)(2 + (index % SourceAddresses))]), jobs[index], cancellation));
            return new OpenStreams([.. clients.Select(static client => client!)]);
        }
        catch
        {
            foreach (var client in clients)
            {
                client?.Dispose();
            }

            throw;
        }
    }

    /// <summary>Follows some of them to their ends.</summary>
    public Task FollowAsync(Range range, CancellationToken cancellationToken) =>
        Task.WhenAll(clients.Take(range).Select(client => client.FollowAsync(cancellationToken)));

    /// <summary>Milliseconds from the commit of a job's end to its arrival, of some of them.</summary>
    public IEnumerable<double> Delays(Range range, IReadOnlyDictionary<Guid, DateTime> commits) =>
        clients.Take(range).Select(client => (client.EndedAt.UtcDateTime - commits[client.Job]).TotalMilliseconds);

    public void Dispose()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }
}
