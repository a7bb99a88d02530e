using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Client;
using LlmMcp.McpBridge.Http;

namespace LlmMcp.McpBridge.HttpBridge;

/// <summary><c>POST /submit</c>, <c>GET /jobs/{id}</c> and <c>GET /jobs/{id}/stream</c>.</summary>
internal static class JobCalls
{
    private static readonly string[] Fields = ["kind", "payload", "priority", "source", "max_attempts", "deadline_at"];

    public static async Task<IResult> SubmitAsync(HttpRequest request, CoreHttp core, CancellationToken cancellationToken)
    {
        JsonObject body;
        try
        {
            body = await ReadAsync(request, cancellationToken);
        }
        catch (JsonException)
        {
            return BridgeReply.Error(StatusCodes.Status400BadRequest, "invalid_json");
        }

        try
        {
            var accepted = await core.PostAsync(CorePaths.Jobs, body, cancellationToken);
            return BridgeReply.Json(JsonSerializer.Serialize(new { job_id = accepted.Text("job_id") }), StatusCodes.Status202Accepted);
        }
        catch (CoreCallException call)
        {
            return BridgeReply.Of(call.Failure);
        }
    }

    public static async Task<IResult> GetAsync(string id, CoreHttp core, CancellationToken cancellationToken)
    {
        try
        {
            return BridgeReply.Json(BridgeJob.Of(new Job(await core.GetAsync(CorePaths.One(id), cancellationToken))).ToJson());
        }
        catch (CoreCallException call)
        {
            return BridgeReply.Of(call.Failure);
        }
    }

    public static Task StreamAsync(string id, HttpContext context, JobTrail trail, TimeProvider time, IHostApplicationLifetime lifetime, StreamGate gate) =>
        gate.ServeAsync(context, new JobStream(id, trail, time, lifetime).ServeAsync);

    /// <summary>The body with the older bridge's own defaults; an empty body is all defaults. Unknown keys are dropped, as they always were.</summary>
    private static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        var given = string.IsNullOrWhiteSpace(text) ? default : JsonSerializer.Deserialize<JsonElement>(text);
        if (given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            throw new JsonException("Not an object.");
        }

        var body = new JsonObject { ["kind"] = "echo", ["payload"] = new JsonObject(), ["source"] = "mcp", ["max_attempts"] = 3 };
        foreach (var field in Fields)
        {
            if (given.Member(field) is { } value && !(value.ValueKind == JsonValueKind.String && value.ValueEquals("")))
            {
                body[field] = JsonNode.Parse(value.GetRawText());
            }
        }

        return body;
    }
}
