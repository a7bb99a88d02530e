using System.Globalization;

namespace LlmMcp.Cli.Terminals;

/// <summary>Numbers as people read them; nothing where nothing is known.</summary>
internal static class Figures
{
    public static string? Whole(long? number) => number?.ToString("#,0", CultureInfo.InvariantCulture);

    public static string? Milliseconds(double? number) => number is { } ms ? ms < 10_000 ? $"{Text(ms, "0")} ms" : $"{Text(ms / 1000, "0.0")} s" : null;

    public static string? Seconds(double? number) => number is { } seconds ? $"{Text(seconds, "0.#")} s" : null;

    public static string? Speed(double? tokensPerSecond) => tokensPerSecond is > 0 and var speed ? Text(speed, "0.0") : null;

    /// <summary>Tokens in units of 1024, or of 1000 for the round numbers of cloud providers.</summary>
    public static string? Context(long? tokens) => tokens switch
    {
        null => null,
        < 1000 => $"{tokens}",
        _ when tokens % 1024 == 0 => $"{tokens / 1024}K",
        _ => $"{tokens / 1000}K",
    };

    /// <summary>As Core writes costs.</summary>
    public static string? Dollars(decimal? usd) => usd is { } cost ? $"{cost.ToString("0.00000", CultureInfo.InvariantCulture)}$" : null;

    public static string? Percent(double? change) => change is { } percent ? $"{percent.ToString("+0.#;-0.#;0", CultureInfo.InvariantCulture)} %" : null;

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
