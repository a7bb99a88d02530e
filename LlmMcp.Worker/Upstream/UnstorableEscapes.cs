using System.Globalization;

namespace LlmMcp.Worker.Upstream;

/// <summary>
/// Replaces the escapes that JSON allows and PostgreSQL's jsonb refuses (<c>\u0000</c> and lone surrogates) by
/// <c>\ufffd</c>, in place. Small or badly sampled models do emit them, and the answer must not be lost for that.
/// </summary>
internal static class UnstorableEscapes
{
    private const int EscapeLength = 6;

    public static void Replace(Span<byte> json)
    {
        for (var at = 0; at < json.Length;)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0 || at + next + 1 >= json.Length)
            {
                return;
            }

            at += next;
            at += json[at + 1] == (byte)'u' ? ReplaceAt(json[at..]) : 2;
        }
    }

    /// <summary>Looks at the escape that begins here and returns how many bytes to move on.</summary>
    private static int ReplaceAt(Span<byte> escape)
    {
        var unit = Unit(escape);
        if (char.IsHighSurrogate(unit) && escape.Length >= 2 * EscapeLength && char.IsLowSurrogate(Unit(escape[EscapeLength..])))
        {
            return 2 * EscapeLength;
        }

        if (unit == '\0' || char.IsSurrogate(unit))
        {
            "\\ufffd"u8.CopyTo(escape);
        }

        return Math.Min(EscapeLength, escape.Length);
    }

    /// <summary>The UTF-16 unit of a <c>\uXXXX</c> escape; a harmless one when it is not well formed.</summary>
    private static char Unit(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength
        && escape[..2].SequenceEqual("\\u"u8)
        && ushort.TryParse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : ' ';
}
