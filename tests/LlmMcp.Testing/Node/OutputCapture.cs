using System.Text;
using System.Threading.Channels;

namespace LlmMcp.Testing;

/// <summary>Reads one output pipe to its end, so that the writer never blocks, and keeps a bounded part of it.</summary>
internal sealed class OutputCapture
{
    private const int MaxText = 1_000_000;
    private const int MaxLines = 10_000;

    private readonly Lock guard = new();
    private readonly StringBuilder text = new();
    private readonly Channel<string> lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(MaxLines) { FullMode = BoundedChannelFullMode.DropWrite });

    public OutputCapture(StreamReader pipe) => Completion = ReadAsync(pipe);

    /// <summary>Ends with the pipe.</summary>
    public Task Completion { get; }

    public string Text
    {
        get
        {
            lock (guard)
            {
                return text.ToString();
            }
        }
    }

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await lines.Reader.WaitToReadAsync(cancellationToken) && lines.Reader.TryRead(out var line) ? line : null;

    private async Task ReadAsync(StreamReader pipe)
    {
        while (await pipe.ReadLineAsync() is { } line)
        {
            lines.Writer.TryWrite(line);
            lock (guard)
            {
                if (text.Length + line.Length < MaxText)
                {
                    text.Append(line).Append('\n');
                }
            }
        }

        lines.Writer.Complete();
    }
}
