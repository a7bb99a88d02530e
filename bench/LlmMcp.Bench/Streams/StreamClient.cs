using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmMcp.Bench.Streams;

/// <summary>One event stream: opened, silent for long, and then told the end of its job.</summary>
internal sealed class StreamClient : IDisposable
{
    private const int LargestStream = 64 << 10;

    private readonly Socket socket;
    private byte[] buffer = new byte[2048];
    private int filled;

    private StreamClient(Guid job, Socket socket) => (Job, this.socket) = (job, socket);

    public Guid Job { get; }

    /// <summary>When the event with the end arrived; the machine's wall clock, which the database's commit times use too.</summary>
    public DateTimeOffset EndedAt { get; private set; }

    private ReadOnlySpan<byte> Received => buffer.AsSpan(0, filled);

    /// <summary>Opens the stream and waits for its first event, which tells that Core watches the job.</summary>
    /// <param name="server">Core.</param>
    /// <param name="from">Address to call from: each has some 28,000 ports.</param>
    /// <param name="job">The job to follow.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<StreamClient> OpenAsync(IPEndPoint server, IPAddress from, Guid job, CancellationToken cancellationToken)
    {
        var client = new StreamClient(job, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            client.socket.Bind(new IPEndPoint(from, 0));
            await client.socket.ConnectAsync(server, cancellationToken);
            await client.socket.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/jobs/{job}/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), cancellationToken);
            while (client.Received.IndexOf("\n\n"u8) < 0)
            {
                await client.ReceiveAsync(cancellationToken);
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Returns when the job's end has been told.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (Received.IndexOf("\"status\":\"done\""u8) < 0)
        {
            await ReceiveAsync(cancellationToken);
        }

        EndedAt = TimeProvider.System.GetUtcNow();
    }

    public void Dispose() => socket.Dispose();

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, filled < LargestStream ? filled * 2 : throw new BenchFailedException("A stream that should be silent is not."));
        }

        var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
        if (read == 0)
        {
            throw new BenchFailedException($"Core ended a stream: {Encoding.UTF8.GetString(Received)}");
        }

        filled += read;
    }
}
