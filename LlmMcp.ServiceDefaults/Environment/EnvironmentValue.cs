using System.Globalization;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>Reads the text of a variable into the form the options binder understands.</summary>
public static class EnvironmentValue
{
    private const int LongestSeconds = 86_400;

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
            case EnvironmentValueKind.Amount:
                error = "a number such as 2.5";
                return decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
            case EnvironmentValueKind.Seconds:
                error = "a whole number of seconds such as 300, at most a day";
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LongestSeconds)
                {
                    return false;
                }

                value = TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of variable.");
        }
    }
}
