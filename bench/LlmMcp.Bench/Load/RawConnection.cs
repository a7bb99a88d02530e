using System.Net;
using System.Net.Sockets;

namespace LlmMcp.Bench.Load;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends bytes made beforehand and reads no more of an answer than it must: the load
/// generator shares the processors with what it loads.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private const int LargestAnswer = 8 << 20;

    private readonly Socket socket;
    private byte[] buffer = new byte[4096];

    private RawConnection(Socket socket) => this.socket = socket;

    public static async Task<RawConnection> OpenAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var opened = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await opened.ConnectAsync(server, cancellationToken);
            return new RawConnection(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its whole answer, which is valid until the next call.</summary>
    public async ValueTask<RawAnswer> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await socket.SendAsync(request, cancellationToken);
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, filled < LargestAnswer ? filled * 2 : throw new BenchFailedException("Core's answer has no end."));
            }

            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                throw new BenchFailedException("Core closed the connection.");
            }

            filled += read;
            if (RawAnswer.TryRead(buffer.AsMemory(0, filled)) is { } answer)
            {
                return answer;
            }
        }
    }

    public void Dispose() => socket.Dispose();
}
