namespace LlmMcp.Telemetry;

/// <summary>Reads switches as the deployed system writes them.</summary>
internal static class Switch
{
    private static readonly string[] On = ["1", "true", "yes", "y", "on"];
    private static readonly string[] Off = ["0", "false", "no", "n", "off", ""];

    public static bool IsOn(string text) => On.Contains(text.Trim().ToLowerInvariant());

    public static bool IsSwitch(string text) => IsOn(text) || Off.Contains(text.Trim().ToLowerInvariant());
}
