namespace LlmMcp.Core.Api;

/// <summary>Reads a stream into memory up to a limit.</summary>
internal static class BoundedBody
{
    private const int FirstBuffer = 4096;

    /// <summary>The whole of <paramref name="body"/>, or null when it is longer than <paramref name="maxBytes"/>.</summary>
    /// <param name="body">Read to its end or just past the limit.</param>
    /// <param name="expectedLength">What the sender announced; a lie costs a copy, nothing else.</param>
    /// <param name="maxBytes">The limit.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        Stream body, long? expectedLength, int maxBytes, CancellationToken cancellationToken)
    {
        // An announced length is not believed beyond the first megabyte: memory follows the bytes that arrive.
        var buffer = new byte[(int)Math.Min(Math.Min(expectedLength ?? FirstBuffer, 1 << 20) + 1, maxBytes + 1L)];
        var length = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            if (length > maxBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, maxBytes + 1L));
            }
        }
    }
}
