using System.Text;
using System.Text.Json;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Incidents;

/// <summary>What is wrong with a request; null when nothing is.</summary>
internal static class IncidentChecks
{
    public static readonly IReadOnlyList<string> States = ["open", "closed"];
    public static readonly IReadOnlyList<string> MessageStates = ["pending", "sending", "sent", "dropped"];
    private static readonly string[] Severities = ["info", "warning", "critical"];
    private static readonly string[] ToldStates = ["nothing", "opened", "closed"];

    public static ApiError? Of(LeaseRequest request) => Holder(request.Holder)
        ?? (request.Seconds is >= 5 and <= 600 ? null : ApiError.BadField("seconds", "seconds must be 5 to 600."));

    public static ApiError? Of(RecordRequest request)
    {
        if ((Holder(request.Holder) ?? Document("memory", request.Memory, IncidentLimits.Memory)) is { } error)
        {
            return error;
        }

        if (request.Incidents is not { Count: <= IncidentLimits.Incidents } incidents)
        {
            return ApiError.BadField("incidents", $"incidents must be a list of at most {IncidentLimits.Incidents}.");
        }

        if (request.Messages is not { Count: <= IncidentLimits.Messages } messages)
        {
            return ApiError.BadField("messages", $"messages must be a list of at most {IncidentLimits.Messages}.");
        }

        return incidents.Select((incident, at) => Fault(incident) is { } field ? ApiError.BadField($"incidents[{at}].{field}", $"incidents[{at}].{field} is missing or out of bounds.", "invalid_incidents") : null)
            .Concat(messages.Select((message, at) => Fault(message) is { } field ? ApiError.BadField($"messages[{at}].{field}", $"messages[{at}].{field} is missing or out of bounds.", "invalid_messages") : null))
            .FirstOrDefault(static fault => fault is not null);
    }

    public static ApiError? Of(ClaimMessagesRequest request) => Holder(request.Holder)
        ?? (request.Channels is { Count: >= 1 and <= 10 } channels && channels.All(static channel => IsName(channel)) ? null : ApiError.BadField("channels", "channels must name 1 to 10 channels."))
        ?? (request.Limit is >= 1 and <= IncidentLimits.Claimed ? null : ApiError.BadField("limit", $"limit must be 1 to {IncidentLimits.Claimed}."));

    public static ApiError? Of(FinishMessageRequest request) => Holder(request.Holder)
        ?? (IsName(request.Channel) ? null : ApiError.BadField("channel", "channel is missing or too long."))
        ?? (request.ExternalId is null || IsName(request.ExternalId) ? null : ApiError.BadField("external_id", "external_id is empty or too long."))
        ?? (request.Error is null || IsText(request.Error, IncidentLimits.Line) ? null : ApiError.BadField("error", "error is too long."));

    public static ApiError? Of(string name, NoteRequest request) => Holder(request.Holder)
        ?? (name.Length <= 40 && name.All(static character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-') ? null : ApiError.BadField("name", "name must be 1 to 40 of a-z, 0-9, _ and -."))
        ?? Document("value", request.Value, IncidentLimits.Note);

    public static ApiError? Holder(string? holder) => IsName(holder) ? null : ApiError.BadField("holder", "holder must be 1 to 400 characters.");

    private static string? Fault(IncidentRow? incident) => incident switch
    {
        null => "id",
        _ when incident.Id == Guid.Empty => "id",
        _ when !IsName(incident.Identity) => "identity",
        _ when !IsName(incident.Rule) => "rule",
        _ when !IsText(incident.Subject, IncidentLimits.Name) => "subject",
        _ when !Severities.Contains(incident.Severity) => "severity",
        _ when !States.Contains(incident.State) => "state",
        _ when !ToldStates.Contains(incident.Told) || (incident.State == "open" && incident.Told == "closed") => "told",
        _ when !IsText(incident.Text, IncidentLimits.Line) => "text",
        _ when incident.OpenedAt == default => "opened_at",
        _ when incident.State == "closed" != incident.ClosedAt is not null => "closed_at",
        _ => null,
    };

    private static string? Fault(MessageDraft? message) => message switch
    {
        null => "id",
        _ when message.Id == Guid.Empty => "id",
        _ when !IsName(message.Channel) => "channel",
        _ when !IsText(message.Text, IncidentLimits.Text) => "text",
        _ when message.ExternalId is not null && !IsName(message.ExternalId) => "external_id",
        _ => null,
    };

    private static ApiError? Document(string field, JsonElement value, int most)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return ApiError.BadField(field, $"{field} is missing.");
        }

        var bytes = Encoding.UTF8.GetBytes(value.GetRawText());
        return bytes.Length > most ? ApiError.BadField(field, $"{field} is longer than {most} bytes.")
            : PayloadText.FaultOfJson(bytes) is { } fault ? ApiError.BadField(field, $"{field} cannot be stored: {fault}.")
            : null;
    }

    private static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && IsText(text, IncidentLimits.Name);

    private static bool IsText(string? text, int most) => text is not null && text.Length <= most && !text.Contains('\0', StringComparison.Ordinal);
}
