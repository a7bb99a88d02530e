using System.Globalization;

namespace LlmMcp.Core.Api;

/// <summary>Reads the one form of time that requests carry.</summary>
internal static class Rfc3339
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>
    /// Reads for example <c>2026-11-21T12:00:00Z</c> or <c>2026-11-21T12:00:00.5+03:00</c>. An offset is required: a time
    /// without one means something else on every machine. Digits beyond 100 ns, which some languages write, are cut off.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            Cut(text), Formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static string Cut(string text)
    {
        const int Digits = 7;
        var start = text.IndexOf('.', StringComparison.Ordinal) + 1;
        var end = start;
        while (start > 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - start > Digits ? text.Remove(start + Digits, end - start - Digits) : text;
    }
}
