using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>Reads the text of a variable into the form the options binder understands.</summary>
public static partial class EnvironmentValue
{
    private static readonly string[] Yes = ["1", "true", "yes", "y", "on"];
    private static readonly string[] No = ["0", "false", "no", "n", "off"];

    /// <summary>
    /// Reads <paramref name="text"/> as <paramref name="kind"/>. On failure <paramref name="error"/> says what would be accepted.
    /// </summary>
    public static bool TryRead(EnvironmentValueKind kind, string text, out string value, out string error)
    {
        (value, error) = (text.Trim(), "");
        switch (kind)
        {
            case EnvironmentValueKind.Text:
                return true;
            case EnvironmentValueKind.Number:
                error = "a whole number such as 8";
                return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
            case EnvironmentValueKind.Flag:
                error = "one of 1, true, yes, on, 0, false, no, off";
                return TryReadFlag(ref value);
            case EnvironmentValueKind.Duration:
                error = "seconds such as 30, or a duration such as 500ms, 5s, 2m, 1h30m";
                return TryReadDuration(ref value);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of variable.");
        }
    }

    private static bool TryReadFlag(ref string value)
    {
        if (Yes.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            value = "true";
            return true;
        }

        var known = No.Contains(value, StringComparer.OrdinalIgnoreCase);
        value = "false";
        return known;
    }

    private static bool TryReadDuration(ref string value)
    {
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            value = TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
            return true;
        }

        var match = DurationPattern().Match(value);
        if (!match.Success || value.Length == 0)
        {
            return false;
        }

        var total = TimeSpan.Zero;
        for (var i = 0; i < match.Groups["n"].Captures.Count; i++)
        {
            var number = double.Parse(match.Groups["n"].Captures[i].Value, CultureInfo.InvariantCulture);
            total += match.Groups["u"].Captures[i].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromHours(number),
            };
        }

        value = total.ToString("c", CultureInfo.InvariantCulture);
        return true;
    }

    [GeneratedRegex(@"^((?<n>\d{1,9}(\.\d{1,6})?)(?<u>ms|s|m|h))+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DurationPattern();
}
