using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LlmMcp.Bench.Measuring;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Bench.Handlers;

/// <summary>
/// Tells when its handler started, by a datagram to the port the payload names: asking Core for the result instead would add
/// work to the very moments that are measured.
/// </summary>
internal sealed class StampExecutor : IJobExecutor, IDisposable
{
    public const string Kind = "bench.stamp";

    private static readonly byte[] Empty = "{}"u8.ToArray();

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var started = Ticks.Now;
        using var payload = JsonDocument.Parse(job.Payload);
        var listener = new IPEndPoint(IPAddress.Loopback, payload.RootElement.GetProperty("port").GetInt32());
        var stamp = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(stamp, started);
        await socket.SendToAsync(stamp, listener, cancellationToken);
        return new JobOutcome.Done(Empty, Empty);
    }

    public void Dispose() => socket.Dispose();
}
