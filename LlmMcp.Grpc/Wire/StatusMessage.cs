using System.Buffers;
using System.Globalization;
using System.Text;

namespace Grpc.Wire;

/// <summary>
/// <c>grpc-message</c> on the wire: UTF-8 with each byte outside 0x20-0x7E, and <c>%</c>, as <c>%XX</c>.
/// </summary>
internal static class StatusMessage
{
    // Header blocks beyond some KiB are refused by peers, and then the status is lost with the text.
    private const int MaxEncodedLength = 4096;

    private static readonly SearchValues<char> _plain =
        SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '%').ToArray());

    public static string Encode(string text)
    {
        if (text.Length <= MaxEncodedLength && !text.AsSpan().ContainsAnyExcept(_plain))
        {
            return text;
        }

        var encoded = new StringBuilder(Math.Min(text.Length * 2, MaxEncodedLength));
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = utf8[..rune.EncodeToUtf8(utf8)];
            var isPlain = piece is [>= 0x20 and <= 0x7E and not (byte)'%'];
            if (encoded.Length + (isPlain ? 1 : piece.Length * 3) > MaxEncodedLength)
            {
                break;
            }

            if (isPlain)
            {
                encoded.Append((char)piece[0]);
                continue;
            }

            foreach (var value in piece)
            {
                encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: what is not a valid escape stays as it came.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
        {
            return encoded;
        }

        var bytes = new ArrayBufferWriter<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length
                && byte.TryParse(encoded.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Write([value]);
                i += 2;
            }
            else
            {
                Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), bytes);
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
