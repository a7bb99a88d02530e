using System.Net;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Channels;

/// <summary>Telegram's Bot API, the direct route. Its address carries the token and is never shown.</summary>
internal sealed class BotApi(TelemetryOptions options) : IDisposable
{
    /// <summary>After a refusal that only an operator can lift.</summary>
    private static readonly TimeSpan Barred = TimeSpan.FromMinutes(5);

    private readonly HttpClient http = OutgoingHttp.Create(TimeSpan.FromSeconds(10));
    private readonly HttpClient patient = OutgoingHttp.Create(TimeSpan.FromSeconds(60));

    public Task<Delivery> SendAsync(string text, bool quietly, CancellationToken cancellationToken) => TellAsync("sendMessage", new()
    {
        ["chat_id"] = options.ChatId, ["text"] = text, ["parse_mode"] = "HTML", ["disable_web_page_preview"] = "true", ["disable_notification"] = quietly ? "true" : "false",
    }, cancellationToken);

    public Task<Delivery> EditAsync(string messageId, string text, CancellationToken cancellationToken) => TellAsync("editMessageText", new()
    {
        ["chat_id"] = options.ChatId, ["message_id"] = messageId, ["text"] = text, ["parse_mode"] = "HTML", ["disable_web_page_preview"] = "true",
    }, cancellationToken, messageId);

    /// <summary>Waits for what people write, up to 25 s.</summary>
    public async Task<(IReadOnlyList<ChatUpdate> Updates, Delivery? Failure)> UpdatesAsync(long offset, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(patient, "getUpdates", new() { ["offset"] = $"{offset}", ["timeout"] = "25", ["allowed_updates"] = """["message"]""" }, cancellationToken);
        return answer.IsSuccess && answer.Json().Below("result") is { ValueKind: System.Text.Json.JsonValueKind.Array } result
            ? ([.. result.EnumerateArray().Select(ChatUpdate.Read).OfType<ChatUpdate>()], null)
            : ([], Explain(answer));
    }

    public void Dispose()
    {
        http.Dispose();
        patient.Dispose();
    }

    private async Task<Delivery> TellAsync(string method, Dictionary<string, string> form, CancellationToken cancellationToken, string? messageId = null)
    {
        var answer = await CallAsync(http, method, form, cancellationToken);
        return answer.IsSuccess
            ? new Delivery.Sent(answer.Json().Below("result", "message_id").AsText() ?? messageId)
            : IsUnchanged(answer) ? new Delivery.Sent(messageId) : Explain(answer);
    }

    private async Task<HttpAnswer> CallAsync(HttpClient client, string method, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(form);
        return await OutgoingHttp.PostAsync(client, $"{options.BotApiUrl.TrimEnd('/')}/bot{options.BotToken}/{method}", content, cancellationToken);
    }

    private static bool IsUnchanged(HttpAnswer answer) => Description(answer).Contains("message is not modified", StringComparison.OrdinalIgnoreCase);

    private static string Description(HttpAnswer answer) => answer.Json().Below("description").AsText() ?? "";

    private static Delivery Explain(HttpAnswer answer)
    {
        if (answer.Status is not { } status)
        {
            return new Delivery.Failed($"Telegram: {answer.Reason}", Unsure: answer.Unsure);
        }

        var json = answer.Json();
        var reason = $"Telegram answers {(int)status}: {Words.Cut(Words.OneLine(Description(answer)), 200)}";
        return status switch
        {
            HttpStatusCode.TooManyRequests => new Delivery.Failed(reason, json.Below("parameters", "retry_after").AsSeconds() ?? answer.RetryAfter ?? TimeSpan.FromSeconds(30)),
            HttpStatusCode.BadRequest when Gone(Description(answer)) => new Delivery.Refused(MessageGone),
            HttpStatusCode.BadRequest when !Description(answer).Contains("chat", StringComparison.OrdinalIgnoreCase) => new Delivery.Refused(reason),
            // Token, chat or rights are wrong: an operator can mend that, and then nothing shall be lost.
            HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => new Delivery.Failed(reason, Barred),
            _ => new Delivery.Failed(reason),
        };
    }

    /// <summary>What an edit is refused with when there is nothing to edit any more.</summary>
    public const string MessageGone = "the message is gone";

    private static bool Gone(string description) =>
        description.Contains("message to edit not found", StringComparison.OrdinalIgnoreCase) || description.Contains("message can't be edited", StringComparison.OrdinalIgnoreCase)
        || description.Contains("MESSAGE_ID_INVALID", StringComparison.OrdinalIgnoreCase);
}
