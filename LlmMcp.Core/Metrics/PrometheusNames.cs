using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace LlmMcp.Core.Metrics;

/// <summary>Names and labels as Prometheus wants them. Pure.</summary>
internal static class PrometheusNames
{
    private const int LongestLabel = 200;

    /// <summary><c>llmcore.chat.duration</c> in <c>s</c> becomes <c>llmcore_chat_duration_seconds</c>; counters end in <c>_total</c>.</summary>
    public static string Of(Instrument instrument, MetricType type)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit switch { "s" => "seconds", "By" => "bytes", "USD" => "usd", _ => "" };
        if (unit.Length > 0 && !name.EndsWith("_" + unit, StringComparison.Ordinal))
        {
            name = $"{name}_{unit}";
        }

        return type == MetricType.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>The labels in the order of their names, such as <c>kind="echo",status="done"</c>; empty for none.</summary>
    /// <param name="tags">As measured.</param>
    /// <param name="shown">Tags to show and their labels; null for all.</param>
    /// <param name="instead">What stands for every value; null for the values themselves.</param>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags, IReadOnlyDictionary<string, string>? shown, string? instead = null)
    {
        if (tags.Length == 0)
        {
            return "";
        }

        var labels = new List<(string Name, string Value)>(tags.Length);
        foreach (var (key, value) in tags)
        {
            var name = shown is null ? Clean(key) : shown.GetValueOrDefault(key);
            if (name is not null)
            {
                labels.Add((name, instead ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
            }
        }

        labels.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"");
            foreach (var character in value.AsSpan(0, Math.Min(value.Length, LongestLabel)))
            {
                _ = character switch
                {
                    '\\' => text.Append(@"\\"),
                    '"' => text.Append("\\\""),
                    '\n' => text.Append("\\n"),
                    // Half a character would not survive the encoding.
                    _ when char.IsSurrogate(character) => text.Append('?'),
                    _ => text.Append(character),
                };
            }

            text.Append('"');
        }

        return text.ToString();
    }

    private static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(character) || character == '_' ? character : '_');
        }

        return text.Length > 0 && char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }
}
