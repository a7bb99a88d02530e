using System.Collections.Frozen;
using System.Globalization;
using LlmMcp.ServiceDefaults.Access;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>Reads the text of a variable into the form the options binder understands.</summary>
public static class EnvironmentValue
{
    private const int LongestSeconds = 86_400;
    private const int GrpcPort = 9090;

    private static readonly FrozenDictionary<string, string> LogLevels = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = "Trace",
        ["debug"] = "Debug",
        ["info"] = "Information",
        ["information"] = "Information",
        ["warn"] = "Warning",
        ["warning"] = "Warning",
        ["error"] = "Error",
        ["critical"] = "Critical",
        ["fatal"] = "Critical",
        ["none"] = "None",
        ["off"] = "None",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads <paramref name="text"/> as <paramref name="kind"/>. On failure <paramref name="error"/> says what would be accepted.
    /// </summary>
    public static bool TryRead(EnvironmentValueKind kind, string text, out string value, out string error)
    {
        (value, error) = (text.Trim(), "");
        switch (kind)
        {
            case EnvironmentValueKind.Text or EnvironmentValueKind.Secret:
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
            case EnvironmentValueKind.GrpcOfUrl:
                error = "an HTTP URL such as http://core:8080";
                if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
                {
                    return false;
                }

                value = $"{url.Host}:{GrpcPort}";
                return true;
            case EnvironmentValueKind.Url:
                error = "a URL such as http://127.0.0.1:11434";
                return CommaList.Parse(value) is { Length: > 0 } addresses && Array.TrueForAll(addresses, IsHttp);
            case EnvironmentValueKind.LogLevelName:
                error = "trace, debug, info, warning, error, critical or none";
                if (!LogLevels.TryGetValue(value, out var level))
                {
                    return false;
                }

                value = level;
                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of variable.");
        }
    }

    // Core's nodes may be named: hub=http://10.0.0.1:11434.
    private static bool IsHttp(string text) => Uri.TryCreate(Unnamed(text), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;

    private static string Unnamed(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var end && end < text.IndexOf("://", StringComparison.Ordinal) ? text[(end + 1)..] : text;
}
