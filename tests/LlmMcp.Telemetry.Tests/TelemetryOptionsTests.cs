using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Tests;

public sealed class TelemetryOptionsTests
{
    [Fact]
    public void All_variables_of_the_deployed_system_are_read()
    {
        var options = Start(new()
        {
            ["TELEMETRY_MODE"] = "both", ["TELEMETRY_CHECK_INTERVAL"] = "10", ["TELEGRAM_UPDATE_INTERVAL"] = "5", ["ALERT_FAIL_THRESHOLD"] = "2", ["TELEGRAM_USE_MCP"] = "yes",
            ["TELEGRAM_MCP_BASE_URL"] = "http://tg:1", ["TELEGRAM_MCP_BOT_ID"] = "7", ["TELEGRAM_MCP_FALLBACK_DIRECT"] = "off", ["TELEGRAM_CHAT_ID"] = "-100", ["REPORT_CHAT_ID"] = "5",
            ["TELEGRAM_BOT_TOKEN"] = "123:abcdefgh", ["TELEMETRY_MAX_LEN"] = "1000", ["ALERT_DAILY_BUDGET_USD"] = "2.5", ["ALERT_QUIET_HOURS"] = "23:00-07:00", ["ALERT_TIME_ZONE"] = "Europe/Berlin",
        });

        Assert.Equal(("both", 10, 5, 2, "-100", 2.5m, 1000), (options.Mode, options.CheckIntervalSeconds, options.UpdateIntervalSeconds, options.FailThreshold, options.ChatId, options.DailyBudgetUsd, options.MaxLength));
        Assert.Equal((true, false, true), (options.UsesMcp(), options.UsesBot(), options.HasTelegram()));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0", "1")]
    public void Without_telegram_mcp_the_direct_route_is_the_route_whatever_the_fallback_says(string mcp, string fallback) =>
        Assert.True(Start(new() { ["TELEGRAM_USE_MCP"] = mcp, ["TELEGRAM_MCP_FALLBACK_DIRECT"] = fallback, ["TELEGRAM_CHAT_ID"] = "1", ["TELEGRAM_BOT_TOKEN"] = "123:abcdefgh" }).UsesBot());

    [Fact]
    public void A_webhook_alone_is_enough() => Assert.False(Start(new() { ["ALERT_WEBHOOK_URL"] = "https://example.org/hook" }).HasTelegram());

    [Fact]
    public void Nobody_to_tell_is_refused() => Assert.Contains(Mistakes([]), static mistake => mistake.StartsWith("Nobody can be told", StringComparison.Ordinal));

    [Fact]
    public void All_mistakes_are_named_at_once_and_no_secret_is()
    {
        var mistakes = string.Join('\n', Mistakes(new()
        {
            ["TELEMETRY_MODE"] = "loud", ["TELEMETRY_CHECK_INTERVAL"] = "0", ["TELEGRAM_BOT_TOKEN"] = "secret token", ["ALERT_QUIET_HOURS"] = "night", ["ALERT_TIME_ZONE"] = "Mars/Base",
            ["TELEGRAM_USE_MCP"] = "maybe", ["ALERT_WEBHOOK_URL"] = "ftp://secret", ["ALERT_WEBHOOK_SECRET"] = "hush", ["TELEMETRY_MAX_LEN"] = "5000", ["ALERT_DAILY_BUDGET_USD"] = "-1",
            ["CORE_HTTP_URL"] = "core",
        }));

        foreach (var name in (string[])["TELEMETRY_MODE", "TELEMETRY_CHECK_INTERVAL", "TELEGRAM_CHAT_ID", "TELEGRAM_BOT_TOKEN", "ALERT_QUIET_HOURS", "ALERT_TIME_ZONE", "TELEGRAM_USE_MCP", "ALERT_WEBHOOK_URL", "TELEMETRY_MAX_LEN", "ALERT_DAILY_BUDGET_USD", "CORE_HTTP_URL"])
        {
            Assert.Contains(name, mistakes, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("secret", mistakes, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", mistakes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("12 34")]
    [InlineData("@a")]
    public void A_chat_is_a_number_or_a_channel(string chat) =>
        Assert.Contains(Mistakes(new() { ["TELEGRAM_CHAT_ID"] = chat, ["TELEGRAM_BOT_TOKEN"] = "123:abcdefgh" }), static mistake => mistake.Contains("TELEGRAM_CHAT_ID", StringComparison.Ordinal));

    [Fact]
    public void Live_needs_Telegram() => Assert.Contains(
        Mistakes(new() { ["TELEMETRY_MODE"] = "live", ["ALERT_WEBHOOK_URL"] = "http://x" }), static mistake => mistake.Contains("live needs Telegram", StringComparison.Ordinal));

    [Theory]
    [InlineData("TELEGRAM_BOT_TOKEN", "1:x", true)]
    [InlineData("ALERT_SLACK_WEBHOOK_URL", "http://x", true)]
    [InlineData("TELEGRAM_USE_MCP", "1", true)]
    [InlineData("TELEGRAM_CHAT_ID", "1", false)]
    [InlineData("TELEGRAM_USE_MCP", "0", false)]
    public void Up_starts_telemetry_when_somebody_is_to_be_told(string name, string value, bool expected) => Assert.Equal(
        expected, TelemetrySlice.IsConfigured(new ConfigurationBuilder().AddEnvironmentAliases(new Dictionary<string, string> { [name] = value }).Build()));

    private static IEnumerable<string> Mistakes(Dictionary<string, string> environment) => Assert.Throws<OptionsValidationException>(() => Start(environment)).Failures;

    private static TelemetryOptions Start(Dictionary<string, string> environment)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddEnvironmentAliases(environment);
        builder.AddTelemetryService();
        using var host = builder.Build();
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        return host.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
    }
}
