using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Store;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Channels;

/// <summary>Posts every event as JSON. With a secret, <c>X-Signature-256: sha256=…</c> is the HMAC-SHA256 of the body.</summary>
internal sealed class WebhookChannel(IOptions<TelemetryOptions> options) : IChannel, IDisposable
{
    public const string ChannelName = "webhook";

    private readonly HttpClient http = OutgoingHttp.Create(TimeSpan.FromSeconds(10));

    public string Name => ChannelName;

    // Each event is a message of its own: who reads them counts on all of them. One that comes twice has the same id.
    public Draft? Draft(Telling telling, Func<Guid> newId)
    {
        var id = newId();
        return new Draft(id, Name, JsonSerializer.Serialize(
            new WebhookEvent(
                id, telling.Event, telling.Bulletin.Id, telling.Bulletin.GrownAt, string.Join('\n', telling.Incidents.Take(50).Select(static incident => incident.Text)),
                [.. telling.Incidents.Take(50).Select(static incident => new WebhookIncident(
                    incident.Identity, incident.Rule, incident.Subject, incident.Severity, incident.State, incident.Text, incident.OpenedAt, incident.ClosedAt))],
                telling.Incidents.Count), CoreApi.Json));
    }

    public async Task<Delivery> DeliverAsync(string text, string? externalId, bool quietly, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        if (options.Value.WebhookSecret.Length > 0)
        {
            content.Headers.Add("X-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.WebhookSecret), bytes)));
        }

        return WebAnswer.Explain("The webhook", await OutgoingHttp.PostAsync(http, options.Value.WebhookUrl, content, cancellationToken));
    }

    public void Dispose() => http.Dispose();

    private sealed record WebhookEvent(
        Guid Id, string Event, Guid Bulletin, DateTimeOffset At, string Text, IReadOnlyList<WebhookIncident> Incidents, int Total);

    private sealed record WebhookIncident(
        string Identity, string Rule, string Subject, string Severity, string State, string Text, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt);
}

/// <summary>What the answer of a webhook means.</summary>
internal static class WebAnswer
{
    public static Delivery Explain(string who, HttpAnswer answer) => answer switch
    {
        { IsSuccess: true } => new Delivery.Sent(null),
        { Status: null } => new Delivery.Failed($"{who}: {answer.Reason}", Unsure: answer.Unsure),
        { Status: HttpStatusCode.TooManyRequests } => new Delivery.Failed($"{who} answers 429", answer.RetryAfter ?? TimeSpan.FromSeconds(30)),
        // Its form will not get better.
        { Status: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity } => new Delivery.Refused($"{who} answers {(int)answer.Status!}"),
        _ => new Delivery.Failed($"{who} answers {(int)answer.Status!}"),
    };
}
