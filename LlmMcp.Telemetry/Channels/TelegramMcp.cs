using System.Net;
using System.Net.Http.Json;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Channels;

/// <summary>
/// telegram-mcp's HTTP API. Where no address was set, the older default is tried when nothing answers at the newer one; what
/// answered last is tried first.
/// </summary>
internal sealed class TelegramMcp(TelemetryOptions options) : IDisposable
{
    private static readonly string[] Defaults = ["http://tgapi:8000", "http://telegram-api:8000"];

    private readonly HttpClient http = OutgoingHttp.Create(TimeSpan.FromSeconds(30));
    private List<string> bases = options.McpBaseUrl.Length > 0 ? [options.McpBaseUrl.TrimEnd('/')] : [.. Defaults];

    /// <summary>Tries other addresses than the usual ones, as if none had been set.</summary>
    internal void UseDefaults(params string[] addresses) => bases = [.. addresses];

    public Task<Delivery> SendAsync(string text, bool quietly, CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, object> { ["chat_id"] = Chat(), ["text"] = text, ["parse_mode"] = "HTML", ["disable_web_page_preview"] = true };
        if (quietly)
        {
            body["disable_notification"] = true;
        }

        return CallAsync("/v1/messages/send", body, null, cancellationToken);
    }

    public Task<Delivery> EditAsync(string messageId, string text, CancellationToken cancellationToken) =>
        CallAsync($"/v1/messages/{Uri.EscapeDataString(messageId)}/edit", new() { ["text"] = text, ["parse_mode"] = "HTML" }, messageId, cancellationToken);

    public void Dispose() => http.Dispose();

    private object Chat() => long.TryParse(options.ChatId, out var id) ? id : options.ChatId;

    private async Task<Delivery> CallAsync(string path, Dictionary<string, object> body, string? messageId, CancellationToken cancellationToken)
    {
        if (options.McpBotId.Length > 0)
        {
            body["bot_id"] = long.Parse(options.McpBotId);
        }

        HttpAnswer? answer = null;
        foreach (var address in bases.ToArray())
        {
            using var content = JsonContent.Create(body);
            answer = await OutgoingHttp.PostAsync(http, address + path, content, cancellationToken);
            if (answer.Status is not null || answer.Unsure)
            {
                bases = [address, .. bases.Where(other => other != address)];
                break;
            }
        }

        return Explain(answer!, messageId);
    }

    private static Delivery Explain(HttpAnswer answer, string? messageId)
    {
        if (answer.Status is not { } status)
        {
            return new Delivery.Failed($"telegram-mcp: {answer.Reason}", Unsure: answer.Unsure);
        }

        var json = answer.Json();
        if (answer.IsSuccess)
        {
            return (json.Below("message", "id").AsText() ?? json.Below("id").AsText() ?? messageId) is { } id
                ? new Delivery.Sent(id)
                : new Delivery.Failed("telegram-mcp answers without the id of a message", Unsure: true);
        }

        var detail = json.Below("detail").AsText() ?? Words.OneLine(Words.CutUnits(answer.Body, 200));
        var reason = $"telegram-mcp answers {(int)status}: {Words.Cut(Words.OneLine(detail), 200)}";
        return detail.Contains("message is not modified", StringComparison.OrdinalIgnoreCase) && messageId is not null ? new Delivery.Sent(messageId)
            : status == HttpStatusCode.TooManyRequests
                ? new Delivery.Failed(reason, json.Below("parameters", "retry_after").AsSeconds() ?? json.Below("retry_after").AsSeconds() ?? answer.RetryAfter ?? TimeSpan.FromSeconds(30))
            : messageId is not null && (status == HttpStatusCode.NotFound || detail.Contains("not found", StringComparison.OrdinalIgnoreCase)) ? new Delivery.Refused(BotApi.MessageGone)
            : new Delivery.Failed(reason);
    }
}
