using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Client;
using LlmMcp.Contracts;
using LlmMcp.McpBridge.Resources;

namespace LlmMcp.McpBridge.Tools.Requests;

/// <summary>Puts one job into the queue and does not wait.</summary>
internal sealed class LlmSubmitTool(CoreHttp core, RequestSubmission submission) : HubTool<LlmSubmitArguments, JobAccepted>(Facts)
{
    private static readonly ToolFacts Facts = new(
        "llm_submit", "Queue a job",
        "Put one job into the hub's durable queue and get its id at once. Either a question to a model (prompt, with model or quality, and device to pin it to one machine), "
        + "or a job of any kind with a payload of its own (kind, payload). llm_job_wait waits for the result, llm_job_status looks, llm_job_cancel stops it.")
    {
        OpenWorld = true,
    };

    protected override async Task<ToolAnswer<JobAccepted>> CallAsync(LlmSubmitArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var id = arguments switch
        {
            { Kind: not null } => await SubmitJobAsync(arguments.Kind, arguments.Payload, arguments, call, cancellationToken),
            { Device: not null } => await SubmitToDeviceAsync(arguments, call, cancellationToken),
            _ => await submission.SubmitAsync(arguments, call.Source, stream: false, cancellationToken),
        };
        return new ToolAnswer<JobAccepted>(JobAccepted.Of(id), ResourceLinks.Job(id));
    }

    /// <summary>A routed request may run anywhere; one device is meant by a job whose payload names it.</summary>
    private async Task<string> SubmitToDeviceAsync(LlmSubmitArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(arguments.Model))
        {
            throw new ToolRefusedException("model_required", "model is missing: a job for one device names its model.", "llm_devices lists the models of each device.");
        }

        var device = await core.GetAsync(CorePaths.Device(arguments.Device!), cancellationToken);
        var payload = arguments.ToBody(call.Source, stream: false);
        foreach (var notOfPayload in new[] { "source", "task", "quality", "provider", "constraints", "priority", "timeout_seconds", "max_attempts", "deadline_at" })
        {
            payload.Remove(notOfPayload);
        }

        payload["device_id"] = arguments.Device;
        return await SubmitJobAsync(KindOf(device.Text("provider") ?? "", arguments.Task), JsonSerializer.SerializeToElement(payload), arguments, call, cancellationToken);
    }

    private async Task<string> SubmitJobAsync(string kind, JsonElement? payload, LlmSubmitArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["kind"] = kind, ["source"] = call.Source };
        body.PutSaid("priority", arguments.Priority);
        body.PutSaid("max_attempts", arguments.MaxAttempts);
        body.PutSaid("timeout_seconds", arguments.TimeoutSeconds);
        body.PutSaid("deadline_at", arguments.DeadlineAt);
        if (payload is { } given)
        {
            body["payload"] = JsonNode.Parse(given.GetRawText());
        }

        return RequestSubmission.IdOf(await core.PostAsync(CorePaths.Jobs, body, cancellationToken));
    }

    private static string KindOf(string provider, string? task) => (provider, task) switch
    {
        (Providers.Ollama, "embed") => JobKinds.OllamaEmbed,
        (Providers.Compat, "embed") => JobKinds.CompatEmbed,
        (Providers.OpenAi, "embed") => JobKinds.OpenAiEmbed,
        (Providers.Ollama, _) => JobKinds.OllamaChat,
        (Providers.Compat, _) => JobKinds.CompatChat,
        (Providers.OpenAi, _) => JobKinds.OpenAiChat,
        (Providers.OpenRouter, _) => JobKinds.OpenRouterChat,
        _ => throw new ToolRefusedException("device_has_no_models", $"No model server runs on that device itself (provider {provider}).", "llm_devices lists the devices; choose one with models."),
    };
}

/// <summary>The arguments of <c>llm_submit</c>.</summary>
internal sealed record LlmSubmitArguments : LlmRequestArguments
{
    [Description("Run it on this device and no other; llm_devices lists the ids. Needs model.")]
    [StringLength(200)]
    public string? Device { get; init; }

    [Description("A job of this kind with payload, instead of a question: ollama.generate, echo, or a kind of your own worker.")]
    [StringLength(200)]
    public string? Kind { get; init; }

    [Description("The payload of kind: any JSON.")]
    public JsonElement? Payload { get; init; }
}

/// <summary>A job is in the queue.</summary>
internal sealed record JobAccepted
{
    [Description("Identifies the job; it is also the resource job://JOB_ID.")]
    public required string JobId { get; init; }

    [Description("Always queued.")]
    public required string Status { get; init; }

    [Description("What to do now.")]
    public required string Next { get; init; }

    public static JobAccepted Of(string id) => new()
    {
        JobId = id,
        Status = JobStatus.Queued,
        Next = "llm_job_wait waits for the result; llm_job_status looks without waiting; llm_job_cancel stops it.",
    };
}
