using System.Globalization;

namespace LlmMcp.Telemetry.Bot;

/// <summary>What somebody asks of the bot.</summary>
internal abstract record BotCommand
{
    public sealed record Status : BotCommand;

    public sealed record Devices : BotCommand;

    public sealed record Costs : BotCommand;

    public sealed record Mute(TimeSpan For) : BotCommand;

    public sealed record Unmute : BotCommand;

    /// <summary>A command of ours that cannot be understood, or a question for help.</summary>
    public sealed record Help : BotCommand;

    private static readonly TimeSpan LongestMute = TimeSpan.FromDays(7);

    /// <summary>Reads a message; null when it is no command of ours.</summary>
    public static BotCommand? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // In a group a command may name its bot: /status@our_bot.
        return words.Length == 0 ? null : words[0].Split('@')[0].ToLowerInvariant() switch
        {
            "/status" => new Status(),
            "/devices" => new Devices(),
            "/costs" => new Costs(),
            "/mute" => Span(words.Length > 1 ? words[1] : "1h") is { } span ? new Mute(span) : new Help(),
            "/unmute" => new Unmute(),
            "/help" or "/start" => new Help(),
            _ => null,
        };
    }

    /// <summary>Reads <c>30m</c>, <c>1h</c>, <c>2d</c>; null when it is none of them, or longer than a week.</summary>
    private static TimeSpan? Span(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 10_080)
        {
            return null;
        }

        TimeSpan? span = char.ToLowerInvariant(text[^1]) switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
        return span <= LongestMute ? span : null;
    }
}
