namespace LlmMcp.Telemetry.Texts;

/// <summary>Text as Telegram takes it: escaped, in one preformatted block, within its length.</summary>
internal static class TelegramText
{
    private const string Open = "<pre>";
    private const string Close = "</pre>";
    private const string More = "…";

    /// <summary>The lines as HTML of at most <paramref name="most"/> UTF-16 units. Whole lines are left out from the end, and that is shown.</summary>
    public static string Of(IReadOnlyList<string> lines, int most)
    {
        var room = most - Open.Length - Close.Length;
        var escaped = lines.Select(Escape).ToList();
        var length = escaped.Sum(static line => line.Length + 1) - 1;
        if (length <= room)
        {
            return Open + string.Join('\n', escaped) + Close;
        }

        var kept = new List<string>();
        var left = room - More.Length - 1;
        foreach (var (line, raw) in escaped.Zip(lines))
        {
            if (line.Length + 1 > left)
            {
                if (kept.Count == 0)
                {
                    kept.Add(CutEscaped(raw, left));
                }

                break;
            }

            kept.Add(line);
            left -= line.Length + 1;
        }

        return Open + string.Join('\n', kept.Append(More)) + Close;
    }

    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    // A line that is too long by itself: cut before it is escaped, so that no entity is cut in half.
    private static string CutEscaped(string raw, int room)
    {
        var units = Math.Min(raw.Length, room);
        while (units > 0 && Escape(Words.CutUnits(raw, units)).Length > room)
        {
            units--;
        }

        return Escape(Words.CutUnits(raw, units));
    }
}
