using System.Buffers.Text;
using System.Text;

namespace LlmMcp.Bench.Load;

/// <summary>An answer as it lies in the connection's buffer.</summary>
internal readonly record struct RawAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    private const int StatusAt = 9;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> ContentLength => "\r\nContent-Length: "u8;

    /// <summary>The answer when the buffer holds all of it, else null. A chunked body is joined in place.</summary>
    public static RawAnswer? TryRead(Memory<byte> received)
    {
        var bytes = received.Span;
        var head = bytes.IndexOf(HeadEnd);
        if (head < 0 || !Utf8Parser.TryParse(bytes[StatusAt..], out int status, out _))
        {
            return null;
        }

        var body = received[(head + HeadEnd.Length)..];
        var length = bytes[..(head + 2)].IndexOf(ContentLength) is var at and >= 0
            && Utf8Parser.TryParse(bytes[(at + ContentLength.Length)..], out int stated, out _)
                ? stated <= body.Length ? stated : -1
                : JoinChunks(body.Span);
        return length < 0 ? null : new RawAnswer(status, body[..length]);
    }

    /// <summary>All ids of jobs in the answer: everything in quotation marks that is one.</summary>
    public void ReadIds(List<Guid> ids)
    {
        var rest = Body.Span;
        while (rest.IndexOf((byte)'"') is var quote and >= 0)
        {
            rest = rest[(quote + 1)..];
            if (Utf8Parser.TryParse(rest, out Guid id, out var length, 'D'))
            {
                ids.Add(id);
                rest = rest[length..];
            }
        }
    }

    /// <exception cref="BenchFailedException">Another status.</exception>
    public void MustBe(int status)
    {
        if (Status != status)
        {
            throw new BenchFailedException($"Core answered {Status} instead of {status}: {Encoding.UTF8.GetString(Body.Span)}");
        }
    }

    /// <summary>The length of the joined body, or -1 while the last chunk has not come. Nothing is moved before that.</summary>
    private static int JoinChunks(Span<byte> body)
    {
        if (!body.EndsWith("0\r\n\r\n"u8))
        {
            return -1;
        }

        var (from, to) = (0, 0);
        while (Utf8Parser.TryParse(body[from..], out int size, out var digits, 'x') && size > 0)
        {
            from += digits + LineEnd.Length;
            body.Slice(from, size).CopyTo(body[to..]);
            (from, to) = (from + size + LineEnd.Length, to + size);
        }

        return to;
    }
}
