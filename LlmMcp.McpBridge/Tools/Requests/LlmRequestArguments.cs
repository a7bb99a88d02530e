using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Requests;

/// <summary>What a model is asked, and with which wishes: the fields of Core's <c>POST /v1/llm/request</c> under their names.</summary>
internal record LlmRequestArguments : IToolRecord
{
    [Description("The question or instruction. Either this, or messages, or input.")]
    public string? Prompt { get; init; }

    [Description("A conversation instead of a prompt: a list of {\"role\": \"system\"|\"user\"|\"assistant\", \"content\": \"…\"}.")]
    public JsonElement? Messages { get; init; }

    [Description("Texts to embed, with task embed, instead of a prompt: a string or a list of strings.")]
    public JsonElement? Input { get; init; }

    [Description("How good the answer must be: turbo is quickest, then economy, standard, premium, ultra, max (always a cloud). The hub chooses model and machine. Leave it out when you name a model.")]
    [AllowedValues("turbo", "economy", "standard", "premium", "ultra", "max")]
    public string? Quality { get; init; }

    [Description("A model by name, such as llama3.2:3b or openai/gpt-4o-mini; llm_models lists them. Leave it out to let quality choose.")]
    [StringLength(290)]
    public string? Model { get; init; }

    [Description("What kind of work it is: chat (the default), reason (prefers models that think first) or embed (vectors instead of text).")]
    [AllowedValues("chat", "reason", "embed")]
    public string? Task { get; init; }

    [Description("Who must answer; auto, the default, lets the hub choose.")]
    [AllowedValues("auto", "ollama", "compat", "openai", "openrouter")]
    public string? Provider { get; init; }

    [Description("Instructions that stand above the conversation.")]
    public string? System { get; init; }

    [Description("true: the answer and the model's chain of thought. false: the answer alone. Left out: the chain of thought where there is one.")]
    public bool? Thinking { get; init; }

    [Description("Bounds on where it may run and what it may cost.")]
    public RequestConstraints? Constraints { get; init; }

    [Description("0 answers the same each time, 1 and more varies.")]
    [Range(0d, 5d)]
    public double? Temperature { get; init; }

    [Description("Longest answer in tokens.")]
    [Range(1, 10_000_000)]
    public int? MaxTokens { get; init; }

    [Description("\"json\" for any JSON, or a JSON schema that the answer must follow.")]
    public JsonElement? Format { get; init; }

    [Description("Images for a model that sees, base64, without a data: prefix.")]
    [MaxLength(64)]
    public IReadOnlyList<string>? Images { get; init; }

    [Description("Functions the model may ask to be called, in OpenAI's form. They come back as tool_calls; nobody calls them.")]
    public JsonElement? Tools { get; init; }

    [Description("Higher runs first; 0 is the default.")]
    [Range(-1_000_000, 1_000_000)]
    public int? Priority { get; init; }

    [Description("Longest time of one attempt in seconds; the default follows from quality and kind.")]
    [Range(1, 86_400)]
    public int? TimeoutSeconds { get; init; }

    [Description("How often it is tried before it counts as failed; the default is 3.")]
    [Range(1, 1_000)]
    public int? MaxAttempts { get; init; }

    [Description("When an answer is no longer of use, RFC 3339, such as 2026-11-21T12:00:00Z. The job then ends in error.")]
    public string? DeadlineAt { get; init; }

    /// <summary>The body of Core's call: these fields, and none that a derived record adds for the tool itself.</summary>
    /// <param name="source">What the job says it comes from.</param>
    /// <param name="stream">Record tokens from the start, for whoever follows.</param>
    /// <exception cref="ToolRefusedException">Nothing is asked.</exception>
    public JsonObject ToBody(string source, bool stream)
    {
        if (string.IsNullOrWhiteSpace(Prompt) && Messages is not { ValueKind: JsonValueKind.Array } && Input is null)
        {
            throw new ToolRefusedException("prompt_required", "prompt is missing, and so are messages and input.", "Say what the model is to answer, in prompt.");
        }

        var body = JsonSerializer.SerializeToNode<LlmRequestArguments>(this, JsonWriting.Options)!.AsObject();
        body["source"] = source;
        if (stream)
        {
            body["stream"] = true;
        }

        return body;
    }
}

/// <summary>Bounds on where a request may run and what it may cost.</summary>
internal sealed record RequestConstraints : IToolRecord
{
    [Description("Never a cloud.")]
    public bool? LocalOnly { get; init; }

    [Description("A local machine where there is one, even if that means waiting.")]
    public bool? PreferLocal { get; init; }

    [Description("A cloud where there is a key.")]
    public bool? ForceCloud { get; init; }

    [Description("Most that a cloud may be expected to cost, USD.")]
    [Range(0d, 1_000_000d)]
    public double? MaxCostUsd { get; init; }

    [Description("Leave out places measured slower than this, milliseconds.")]
    [Range(0, 86_400_000)]
    public int? MaxLatencyMs { get; init; }
}
