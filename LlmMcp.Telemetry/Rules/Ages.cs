using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Rules;

/// <summary>Spans of time as people say them.</summary>
internal static class Ages
{
    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)span.TotalSeconds)}s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes}m",
        { TotalHours: < 48 } => $"{(int)span.TotalHours}h {span.Minutes}m",
        _ => $"{(int)span.TotalDays}d {span.Hours}h",
    };
}

/// <summary>USD as people write them.</summary>
internal static class Money
{
    public static string Of(decimal usd) => usd is > 0 and < 0.01m ? $"${usd:0.0000}" : $"${usd:0.00}";
}

/// <summary>Names as people know them, in one line.</summary>
internal static class Names
{
    private const int Longest = 60;

    public static string Of(Device device) => Of(device.Name, device.Id);

    public static string Of(Machine host) => Of(host.Name, host.Id);

    private static string Of(string? name, string id) => Words.Cut(Words.OneLine(string.IsNullOrWhiteSpace(name) ? id : name), Longest);
}
