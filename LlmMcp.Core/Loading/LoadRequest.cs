using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmMcp.Core.Loading;

/// <summary>The body of <c>POST /v1/devices/{id}/models/load</c> and <c>…/unload</c>.</summary>
/// <param name="Model">Which of the device's models.</param>
/// <param name="KeepAlive">
/// How long it stays in memory while nobody asks for it, as Ollama reads it: seconds, or a text such as <c>"10m"</c>; negative
/// means until it is unloaded or has to make room, which is the default. Nothing for an unload.
/// </param>
internal sealed record LoadRequest(string? Model, JsonElement? KeepAlive = null);

/// <summary>The job that does it.</summary>
/// <param name="JobId">To follow, or to cancel.</param>
/// <param name="DeviceId">Where.</param>
/// <param name="Model">Canonical name.</param>
/// <param name="Kind">The job's kind.</param>
internal sealed record LoadAccepted(
    [property: JsonPropertyName("job_id")] Guid JobId, string DeviceId, string Model, string Kind);
