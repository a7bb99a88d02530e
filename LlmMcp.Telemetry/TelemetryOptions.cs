using System.ComponentModel.DataAnnotations;

namespace LlmMcp.Telemetry;

/// <summary>What telemetry watches and whom it tells. Section <c>Telemetry</c>; the flat variables are in brackets.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Telemetry";

    /// <summary>Core's HTTP address (<c>CORE_HTTP_URL</c>). The default is <c>http://127.0.0.1:8080</c>.</summary>
    [Required]
    public string CoreUrl { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Key sent to Core (<c>INTERNAL_API_KEY</c>). Empty by default.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary><c>alerts</c>, <c>live</c> or <c>both</c> (<c>TELEMETRY_MODE</c>). The default is <c>alerts</c>.</summary>
    [RegularExpression("(?i)alerts|live|both", ErrorMessage = "Telemetry:Mode (TELEMETRY_MODE) must be alerts, live or both.")]
    public string Mode { get; set; } = "alerts";

    /// <summary>Seconds between two looks, 1 to 3,600 (<c>TELEMETRY_CHECK_INTERVAL</c>). The default is 30.</summary>
    [Range(1, 3_600, ErrorMessage = "Telemetry:CheckIntervalSeconds (TELEMETRY_CHECK_INTERVAL) must be 1 to 3600 seconds.")]
    public int CheckIntervalSeconds { get; set; } = 30;

    /// <summary>Seconds between two edits of the live message, 1 to 3,600 (<c>TELEGRAM_UPDATE_INTERVAL</c>). The default is 2.</summary>
    [Range(1, 3_600, ErrorMessage = "Telemetry:UpdateIntervalSeconds (TELEGRAM_UPDATE_INTERVAL) must be 1 to 3600 seconds.")]
    public int UpdateIntervalSeconds { get; set; } = 2;

    /// <summary>Failed attempts of a job before it is told, 1 to 1,000 (<c>ALERT_FAIL_THRESHOLD</c>). The default is 3; a job that may have fewer counts at its last.</summary>
    [Range(1, 1_000, ErrorMessage = "Telemetry:FailThreshold (ALERT_FAIL_THRESHOLD) must be 1 to 1000.")]
    public int FailThreshold { get; set; } = 3;

    /// <summary>The chat: a number or <c>@channel</c> (<c>TELEGRAM_MCP_CHAT_ID</c>, <c>TELEGRAM_CHAT_ID</c>, <c>REPORT_CHAT_ID</c>).</summary>
    public string ChatId { get; set; } = "";

    /// <summary>Token of the bot, for the direct route (<c>TELEGRAM_BOT_TOKEN</c>).</summary>
    public string BotToken { get; set; } = "";

    /// <summary><c>1</c> sends through telegram-mcp (<c>TELEGRAM_USE_MCP</c>). The default is <c>0</c>.</summary>
    public string UseMcp { get; set; } = "0";

    /// <summary>Where telegram-mcp is (<c>TELEGRAM_MCP_BASE_URL</c>). Empty, the default, tries <c>http://tgapi:8000</c> and then <c>http://telegram-api:8000</c>.</summary>
    public string McpBaseUrl { get; set; } = "";

    /// <summary>Which of telegram-mcp's bots sends, a number (<c>TELEGRAM_MCP_BOT_ID</c>). Empty by default.</summary>
    [RegularExpression("[0-9]{0,18}", ErrorMessage = "Telemetry:McpBotId (TELEGRAM_MCP_BOT_ID) must be a whole number.")]
    public string McpBotId { get; set; } = "";

    /// <summary><c>1</c> sends directly when telegram-mcp fails (<c>TELEGRAM_MCP_FALLBACK_DIRECT</c>). The default is <c>1</c>.</summary>
    public string McpFallbackDirect { get; set; } = "1";

    /// <summary>The Bot API (<c>TELEGRAM_API_BASE_URL</c>); a server of one's own will do. The default is <c>https://api.telegram.org</c>.</summary>
    [Required]
    public string BotApiUrl { get; set; } = "https://api.telegram.org";

    /// <summary><c>1</c> answers commands in the chat, on the direct route (<c>TELEGRAM_COMMANDS</c>). The default is <c>1</c>.</summary>
    public string Commands { get; set; } = "1";

    /// <summary>Gets every event as JSON (<c>ALERT_WEBHOOK_URL</c>). Empty by default.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>Signs what the webhook gets, HMAC-SHA256 (<c>ALERT_WEBHOOK_SECRET</c>). Empty by default: not signed.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>An incoming webhook of Slack, or of what understands the same (<c>ALERT_SLACK_WEBHOOK_URL</c>). Empty by default.</summary>
    public string SlackUrl { get; set; } = "";

    /// <summary>Hours in which only what is critical is told, such as <c>23:00-07:00</c> (<c>ALERT_QUIET_HOURS</c>). Empty by default.</summary>
    public string QuietHours { get; set; } = "";

    /// <summary>Time zone of texts and quiet hours, such as <c>Europe/Berlin</c> (<c>ALERT_TIME_ZONE</c>). Empty, the default, is the machine's.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>USD in 24 hours that are told when reached (<c>ALERT_DAILY_BUDGET_USD</c>). Null, the default, watches nothing.</summary>
    [Range(typeof(decimal), "0.000001", "1000000000", ParseLimitsInInvariantCulture = true, ErrorMessage = "Telemetry:DailyBudgetUsd (ALERT_DAILY_BUDGET_USD) must be above 0.")]
    public decimal? DailyBudgetUsd { get; set; }

    /// <summary>USD in 30 days that are told when reached (<c>ALERT_MONTHLY_BUDGET_USD</c>). Null, the default, watches nothing.</summary>
    [Range(typeof(decimal), "0.000001", "1000000000", ParseLimitsInInvariantCulture = true, ErrorMessage = "Telemetry:MonthlyBudgetUsd (ALERT_MONTHLY_BUDGET_USD) must be above 0.")]
    public decimal? MonthlyBudgetUsd { get; set; }

    /// <summary>Waiting jobs below which a growing queue is nobody's business, 1 to 1,000,000 (<c>ALERT_BACKLOG_FLOOR</c>). The default is 50.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Telemetry:BacklogFloor (ALERT_BACKLOG_FLOOR) must be 1 to 1000000.")]
    public int BacklogFloor { get; set; } = 50;

    /// <summary>Running jobs in the live message, 1 to 50 (<c>TELEMETRY_RUNNING_LIMIT</c>). The default is 6.</summary>
    [Range(1, 50, ErrorMessage = "Telemetry:RunningLimit (TELEMETRY_RUNNING_LIMIT) must be 1 to 50.")]
    public int RunningLimit { get; set; } = 6;

    /// <summary>Devices in the live message, 1 to 100 (<c>TELEMETRY_DEVICE_LIMIT</c>). The default is 20.</summary>
    [Range(1, 100, ErrorMessage = "Telemetry:DeviceLimit (TELEMETRY_DEVICE_LIMIT) must be 1 to 100.")]
    public int DeviceLimit { get; set; } = 20;

    /// <summary>Characters of a Telegram message after escaping, 200 to 4,096 (<c>TELEMETRY_MAX_LEN</c>). The default is 3,800.</summary>
    [Range(200, 4_096, ErrorMessage = "Telemetry:MaxLength (TELEMETRY_MAX_LEN) must be 200 to 4096 characters.")]
    public int MaxLength { get; set; } = 3_800;

    /// <summary>Where is kept what cannot be stored while Core is unreachable (<c>TELEMETRY_STATE_DIR</c>). Empty, the default, is the user's state directory.</summary>
    public string StateDirectory { get; set; } = "";
}
