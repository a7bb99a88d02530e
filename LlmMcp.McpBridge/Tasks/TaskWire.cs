using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>Tasks in the words of the two revisions that have them: the extension of 2026-07-28, and what 2025-11-25 tried before.</summary>
internal static class TaskWire
{
    /// <summary>Names the extension among capabilities.</summary>
    public const string Extension = "io.modelcontextprotocol/tasks";

    /// <summary>In 2025-11-25, says of a result whose task it is.</summary>
    public const string RelatedTask = "io.modelcontextprotocol/related-task";

    private const string TaskType = "task";
    private const string Complete = "complete";

    private static readonly JsonTypeInfo<OpenResult> ResultType = (JsonTypeInfo<OpenResult>)new JsonSerializerOptions(JsonSerializerOptions.Default)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    }.GetTypeInfo(typeof(OpenResult));

    /// <summary>What a call is answered when it became a task (2026-07-28): no more than that.</summary>
    public static ResultOrAlternate<CallToolResult> Created(TaskState state) =>
        ResultOrAlternate<CallToolResult>.FromAlternate(new OpenResult { ResultType = TaskType, Fields = Fields(Head(state)) }, ResultType);

    /// <summary>The same in 2025-11-25.</summary>
    public static ResultOrAlternate<CallToolResult> CreatedOlder(TaskState state) =>
        ResultOrAlternate<CallToolResult>.FromAlternate(new OpenResult { Fields = Fields(new JsonObject { ["task"] = Older(state) }) }, ResultType);

    /// <summary>The whole task: the answer of <c>tasks/get</c> and the content of <c>notifications/tasks</c>.</summary>
    public static JsonObject Whole(TaskState state)
    {
        var json = Head(state);
        if (state.Result is { } result)
        {
            json["result"] = JsonSerializer.SerializeToNode(result, McpJsonUtilities.DefaultOptions);
        }

        if (state.Error is { } error)
        {
            json["error"] = JsonSerializer.SerializeToNode(error, McpJsonUtilities.DefaultOptions);
        }

        if (state.Inputs is { } inputs)
        {
            json["inputRequests"] = inputs.DeepClone();
        }

        return json;
    }

    /// <summary>An answer in which everything is said by its being one, and those with content.</summary>
    public static JsonObject Completed(JsonObject? content = null)
    {
        content ??= [];
        content["resultType"] = Complete;
        return content;
    }

    /// <summary>The task in 2025-11-25.</summary>
    public static JsonObject Older(TaskState state)
    {
        var json = Common(state);
        json["ttl"] = Milliseconds(state.Life);
        json["pollInterval"] = Milliseconds(state.Poll);
        return json;
    }

    private static Dictionary<string, JsonElement> Fields(JsonObject json) =>
        json.ToDictionary(static one => one.Key, static one => JsonSerializer.SerializeToElement(one.Value), StringComparer.Ordinal);

    private static JsonObject Head(TaskState state)
    {
        var json = Common(state);
        json["ttlMs"] = Milliseconds(state.Life);
        json["pollIntervalMs"] = Milliseconds(state.Poll);
        return json;
    }

    private static JsonObject Common(TaskState state)
    {
        var json = new JsonObject
        {
            ["taskId"] = state.Id,
            ["status"] = Word(state.Phase),
            ["createdAt"] = Time(state.CreatedAt),
            ["lastUpdatedAt"] = Time(state.UpdatedAt),
        };
        if (state.Message is { } message)
        {
            json["statusMessage"] = message;
        }

        return json;
    }

    private static JsonValue? Milliseconds(TimeSpan? span) => span is { } time ? JsonValue.Create((long)time.TotalMilliseconds) : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Word(TaskPhase phase) => phase switch
    {
        TaskPhase.InputRequired => "input_required",
        TaskPhase.Completed => "completed",
        TaskPhase.Failed => "failed",
        TaskPhase.Cancelled => "cancelled",
        _ => "working",
    };

    /// <summary>A result of any shape.</summary>
    private sealed class OpenResult : Result
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Fields { get; set; }
    }
}
