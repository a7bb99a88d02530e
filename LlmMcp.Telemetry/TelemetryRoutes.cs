namespace LlmMcp.Telemetry;

/// <summary>Which ways out the settings open.</summary>
internal static class TelemetryRoutes
{
    public static bool UsesMcp(this TelemetryOptions options) => Switch.IsOn(options.UseMcp);

    /// <summary>Directly: always without telegram-mcp, and beside it as the way when it fails.</summary>
    public static bool UsesBot(this TelemetryOptions options) =>
        options.BotToken.Length > 0 && (!options.UsesMcp() || Switch.IsOn(options.McpFallbackDirect));

    public static bool HasTelegram(this TelemetryOptions options) => options.ChatId.Length > 0 && (options.UsesMcp() || options.UsesBot());

    /// <summary>Whether anything was set that means to reach somebody; <c>llm-mcp up</c> starts telemetry only then.</summary>
    public static bool Wanted(this TelemetryOptions options) =>
        options.BotToken.Length > 0 || options.UsesMcp() || options.WebhookUrl.Length > 0 || options.SlackUrl.Length > 0;

    public static bool Alerts(this TelemetryOptions options) => !string.Equals(options.Mode, "live", StringComparison.OrdinalIgnoreCase);

    public static bool Live(this TelemetryOptions options) => !string.Equals(options.Mode, "alerts", StringComparison.OrdinalIgnoreCase);
}
