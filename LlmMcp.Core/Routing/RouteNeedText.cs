using System.Globalization;
using System.Text;
using LlmMcp.Contracts;

namespace LlmMcp.Core.Routing;

/// <summary>
/// The stored form of a <see cref="RouteNeed"/>: words with one space between, in a fixed order, nothing that is the default.
/// The same need is always the same text, as jobs of one text are one block: <c>chat q=standard b=1 c=6144 s=60 thinks</c>.
/// </summary>
internal static class RouteNeedText
{
    private const string Generate = "generate";
    private const string Chat = "chat";
    private const string Embed = "embed";
    private const string EmbedMessages = "embed-chat";

    public static string Write(RouteNeed need)
    {
        var text = new StringBuilder(need switch
        {
            { Embedding: true, Messages: true } => EmbedMessages,
            { Embedding: true } => Embed,
            { Messages: true } => Chat,
            _ => Generate,
        });
        Word(text, "q", need.Quality);
        Number(text, "b", need.Bucket);
        Number(text, "c", need.Context);
        Number(text, "s", need.AttemptSeconds);
        Word(text, "m", Escape(need.Model));
        Word(text, "p", need.Provider == RequestShape.Auto ? "" : need.Provider);
        Flag(text, "thinks", need.Thinks);
        Flag(text, "prefer-local", need.PreferLocal);
        Flag(text, "force-cloud", need.ForceCloud);
        Flag(text, "local-only", need.LocalOnly);
        Number(text, "ms", need.MaxLatencyMs);
        Word(text, "usd", need.MaxCostUsd is { } most ? Plain(most) : "");
        Number(text, "in", need.PromptTokens);
        Number(text, "out", need.AnswerTokens);
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; anything else, a newer version's words too, is <see cref="RouteNeed.Unreadable"/>.</summary>
    public static RouteNeed Read(string text)
    {
        var words = text.Split(' ');
        var need = new RouteNeed { Embedding = words[0] is Embed or EmbedMessages, Messages = words[0] is Chat or EmbedMessages };
        foreach (var word in words.AsSpan(1))
        {
            if (With(need, word) is not { } more)
            {
                return RouteNeed.Unreadable;
            }

            need = more;
        }

        // What does not come out as it went in has been read wrongly.
        return Write(need) == text ? need : RouteNeed.Unreadable;
    }

    private static RouteNeed? With(RouteNeed need, string word)
    {
        var (key, value) = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (word[..at], word[(at + 1)..]) : (word, "");
        return (key, value) switch
        {
            ("q", _) => Qualities.Find(value) == value ? need with { Quality = value } : null,
            ("b", _) => Number(value) is { } bucket and <= Qualities.LongestBucket ? need with { Bucket = bucket } : null,
            ("c", _) => Number(value) is { } context ? need with { Context = context } : null,
            ("s", _) => Number(value) is { } seconds ? need with { AttemptSeconds = seconds } : null,
            ("m", _) => need with { Model = Unescape(value) },
            ("p", _) => Providers.All.Contains(value) ? need with { Provider = value } : null,
            ("thinks", "") => need with { Thinks = true },
            ("prefer-local", "") => need with { PreferLocal = true },
            ("force-cloud", "") => need with { ForceCloud = true },
            ("local-only", "") => need with { LocalOnly = true },
            ("ms", _) => Number(value) is { } limit ? need with { MaxLatencyMs = limit } : null,
            ("usd", _) => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) ? need with { MaxCostUsd = usd } : null,
            ("in", _) => Number(value) is { } prompt ? need with { PromptTokens = prompt } : null,
            ("out", _) => Number(value) is { } answer ? need with { AnswerTokens = answer } : null,
            _ => null,
        };
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void Number(StringBuilder text, string key, int value)
    {
        if (value != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" {key}={value}");
        }
    }

    private static void Word(StringBuilder text, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(' ').Append(key).Append('=').Append(value);
        }
    }

    private static void Flag(StringBuilder text, string key, bool set)
    {
        if (set)
        {
            text.Append(' ').Append(key);
        }
    }

    // 0.10 and 0.1 are one limit.
    private static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    // Nothing but the separator: the text is a key of an index, whose entries have a limit.
    private static string Escape(string name) => name.Replace("%", "%25", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal);

    private static string Unescape(string name) => name.Replace("%20", " ", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
