using System.Text.RegularExpressions;
using LlmMcp.Telemetry.Incidents;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry;

/// <summary>What attributes cannot say. Reports every mistake, and never the value of a secret.</summary>
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        List<string> mistakes = [.. Routes(options), .. Switches(options), .. Addresses(options)];
        if (options.QuietHours.Length > 0 && QuietHours.Parse(options.QuietHours) is null)
        {
            mistakes.Add("Telemetry:QuietHours (ALERT_QUIET_HOURS) must be two times such as 23:00-07:00.");
        }

        if (options.TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            mistakes.Add($"Telemetry:TimeZone (ALERT_TIME_ZONE) '{options.TimeZone}' is not a time zone this machine knows.");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Routes(TelemetryOptions options)
    {
        var telegram = options.UsesMcp() || options.BotToken.Length > 0;
        if (telegram && options.ChatId.Length == 0)
        {
            yield return "Telemetry:ChatId (TELEGRAM_CHAT_ID) is missing: whom should Telegram tell?";
        }
        else if (options.ChatId.Length > 0 && !Chat().IsMatch(options.ChatId))
        {
            yield return "Telemetry:ChatId (TELEGRAM_CHAT_ID) must be a number or @channel.";
        }

        if (!options.Wanted())
        {
            yield return "Nobody can be told: set TELEGRAM_BOT_TOKEN, TELEGRAM_USE_MCP=1, ALERT_WEBHOOK_URL or ALERT_SLACK_WEBHOOK_URL.";
        }

        if (options.BotToken.Length > 0 && !Token().IsMatch(options.BotToken))
        {
            yield return "Telemetry:BotToken (TELEGRAM_BOT_TOKEN) is not the token of a bot.";
        }

        if (options.Mode.ToUpperInvariant() is "LIVE" or "BOTH" && !telegram)
        {
            yield return "Telemetry:Mode (TELEMETRY_MODE) live needs Telegram: set TELEGRAM_BOT_TOKEN or TELEGRAM_USE_MCP=1.";
        }

        if (options.WebhookSecret.Length > 0 && options.WebhookUrl.Length == 0)
        {
            yield return "Telemetry:WebhookSecret (ALERT_WEBHOOK_SECRET) signs nothing without ALERT_WEBHOOK_URL.";
        }
    }

    private static IEnumerable<string> Switches(TelemetryOptions options) =>
        new[]
        {
            ("Telemetry:UseMcp (TELEGRAM_USE_MCP)", options.UseMcp), ("Telemetry:McpFallbackDirect (TELEGRAM_MCP_FALLBACK_DIRECT)", options.McpFallbackDirect),
            ("Telemetry:Commands (TELEGRAM_COMMANDS)", options.Commands),
        }.Where(static one => !Switch.IsSwitch(one.Item2)).Select(static one => $"{one.Item1} must be 1 or 0.");

    private static IEnumerable<string> Addresses(TelemetryOptions options) =>
        new[]
        {
            ("Telemetry:CoreUrl (CORE_HTTP_URL)", options.CoreUrl), ("Telemetry:McpBaseUrl (TELEGRAM_MCP_BASE_URL)", options.McpBaseUrl),
            ("Telemetry:BotApiUrl (TELEGRAM_API_BASE_URL)", options.BotApiUrl), ("Telemetry:WebhookUrl (ALERT_WEBHOOK_URL)", options.WebhookUrl),
            ("Telemetry:SlackUrl (ALERT_SLACK_WEBHOOK_URL)", options.SlackUrl),
        }.Where(static one => one.Item2.Length > 0 && !IsHttp(one.Item2)).Select(static one => $"{one.Item1} is not an http or https URL.");

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;

    [GeneratedRegex(@"^(-?[0-9]{1,19}|@[A-Za-z][A-Za-z0-9_]{3,40})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Chat();

    [GeneratedRegex(@"^[A-Za-z0-9_:\-]{8,200}$", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
