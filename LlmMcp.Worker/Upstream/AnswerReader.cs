using System.Buffers;
using System.IO.Pipelines;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.Upstream;

/// <summary>
/// Reads a model server's answer line by line or whole, within bounds of size and of silence. Whatever goes wrong comes out
/// as a classified failure.
/// </summary>
internal sealed class AnswerReader(Stream body, UpstreamLimits limits, TimeProvider time) : IAsyncDisposable
{
    private readonly PipeReader _pipe = PipeReader.Create(body);
    private long _read;

    /// <summary>True once a byte has come: from then on a failure is a broken stream.</summary>
    public bool Began { get; private set; }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();

    /// <summary>The next line without its end; null after the last one.</summary>
    public async ValueTask<byte[]?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                Consume(buffer.GetPosition(1, end), line.Length + 1);
                return line is [.., (byte)'\r'] ? line[..^1] : line;
            }

            if (result.IsCompleted)
            {
                var rest = buffer.ToArray();
                Consume(buffer.End, rest.Length);
                return rest.Length == 0 ? null : rest;
            }

            if (buffer.Length > limits.LineBytes)
            {
                throw TooLong($"a line of more than {limits.LineBytes >> 20} MiB");
            }

            _pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>The whole answer.</summary>
    public async ValueTask<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await ReadAsync(cancellationToken);
            if (result.IsCompleted)
            {
                return result.Buffer.ToArray();
            }

            if (result.Buffer.Length > limits.AnswerBytes)
            {
                throw TooLong($"more than {limits.AnswerBytes >> 20} MiB");
            }

            _pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        using var silence = Began ? new CancellationTokenSource(limits.Idle, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            var result = await _pipe.ReadAsync(either.Token);
            Began |= !result.Buffer.IsEmpty;
            return result;
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailedException(ErrorClass.StreamBroken, $"the answer stopped: nothing came for {limits.Idle.TotalSeconds:0} s");
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw UpstreamFailure.FromTransport(broken, Began);
        }
    }

    private void Consume(SequencePosition to, int bytes)
    {
        _read += bytes;
        _pipe.AdvanceTo(to);
        if (_read > limits.AnswerBytes)
        {
            throw TooLong($"more than {limits.AnswerBytes >> 20} MiB");
        }
    }

    private static AttemptFailedException TooLong(string what) => new(ErrorClass.StreamBroken, $"the answer is too long: {what}");
}
