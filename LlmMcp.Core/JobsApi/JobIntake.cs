using System.Diagnostics;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.JobsApi;

/// <summary>
/// Turns what a caller sends into a job the queue can store, or says which field to change. The same for HTTP and gRPC.
/// </summary>
internal sealed class JobIntake(FleetCache fleet, RoutingDefaults defaults, IOptions<JobsOptions> options)
{
    private const int MaxText = 200;
    private const int MaxTimeoutSeconds = 86_400;
    private static readonly byte[] EmptyPayload = "{}"u8.ToArray();

    /// <summary>Checks a request whose payload is known to be JSON.</summary>
    /// <param name="request">The fields.</param>
    /// <param name="payload">UTF-8 JSON; empty means <c>{}</c>.</param>
    /// <param name="field">Prefix of field names in errors, such as <c>jobs[3].</c>.</param>
    /// <param name="block">What the job may run on, where routing made the payload; null where the payload says it.</param>
    public (NewJob? Job, ApiError? Error) Read(JobRequest request, ReadOnlyMemory<byte> payload, string field = "", string? block = null)
    {
        if (string.IsNullOrWhiteSpace(request.Kind))
        {
            return Refuse(field + "kind", "kind is required: the kind of job, such as ollama.generate or echo.", "kind_required");
        }

        if (request.Kind.Length > MaxText || request.Kind.AsSpan().ContainsAny("\0\r\n\t "))
        {
            return Refuse(field + "kind", $"kind must be 1 to {MaxText} characters without white space.", "invalid_kind");
        }

        if (request.Source is { } source && (source.Length > MaxText || source.Contains('\0', StringComparison.Ordinal)))
        {
            return Refuse(field + "source", $"source must have at most {MaxText} characters.", "invalid_source");
        }

        if (request.MaxAttempts is < 0 or > JobsOptions.MostAttempts)
        {
            return Refuse(field + "max_attempts", $"max_attempts must be 1 to {JobsOptions.MostAttempts}, or 0 for {options.Value.MaxAttempts}.", "invalid_max_attempts");
        }

        if (request.Priority == int.MinValue)
        {
            return Refuse(field + "priority", $"priority must be above {int.MinValue}.", "invalid_priority");
        }

        if (request.TimeoutSeconds is < 0 or > MaxTimeoutSeconds)
        {
            return Refuse(field + "timeout_seconds", $"timeout_seconds must be 1 to {MaxTimeoutSeconds}, or 0 for the kind's own limit.", "invalid_timeout_seconds");
        }

        DateTimeOffset? deadline = null;
        if (!string.IsNullOrEmpty(request.DeadlineAt))
        {
            if (!Rfc3339.TryParse(request.DeadlineAt, out var parsed))
            {
                return Refuse(field + "deadline_at", "deadline_at must be an RFC 3339 time such as 2026-11-21T12:00:00Z.", "invalid_deadline_at");
            }

            deadline = parsed;
        }

        payload = payload.Length == 0 ? EmptyPayload : payload;
        if (PayloadText.FaultOfJson(payload.Span) is { } fault)
        {
            return Refuse(field + "payload", $"payload cannot be stored: {fault}.", "invalid_payload");
        }

        var choice = block is null ? PayloadBlock.Of(request.Kind, payload, fleet.Current, defaults) : new PlacedPayload(block, payload, null);
        if (choice.Error is { } error)
        {
            return (null, field.Length == 0 ? error : error with { Field = field + error.Field });
        }

        return (new NewJob
        {
            Kind = request.Kind,
            Block = choice.Block,
            Payload = choice.Payload,
            Source = request.Source ?? "",
            Priority = request.Priority,
            MaxAttempts = request.MaxAttempts == 0 ? options.Value.MaxAttempts : request.MaxAttempts,
            DeadlineAt = deadline,
            Stream = request.Stream,
            TimeoutSeconds = request.TimeoutSeconds == 0 ? null : request.TimeoutSeconds,
            Traceparent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
        }, null);
    }

    private static (NewJob?, ApiError?) Refuse(string field, string message, string code) => (null, ApiError.BadField(field, message, code));
}
