using System.Text.Json;

namespace LlmMcp.Core.Routing;

/// <summary>The body of <c>POST /v1/llm/request</c>.</summary>
internal sealed record LlmRequest
{
    /// <summary><c>chat</c> (the default), <c>embed</c>, <c>reason</c>; others are treated as chat.</summary>
    public string? Task { get; init; }

    /// <summary><c>auto</c> (the default), or one of <see cref="Contracts.Providers"/>, which is then never changed.</summary>
    public string? Provider { get; init; }

    public string? Model { get; init; }

    /// <summary>One of <see cref="Qualities"/>.</summary>
    public string? Quality { get; init; }

    public string? Prompt { get; init; }

    /// <summary>OpenAI's form; <c>content</c> may be a string or a list of parts.</summary>
    public JsonElement? Messages { get; init; }

    /// <summary>Texts to embed, instead of a prompt.</summary>
    public JsonElement? Input { get; init; }

    public string? System { get; init; }

    public JsonElement? Images { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? MaxTokens { get; init; }

    public JsonElement? Stop { get; init; }

    public JsonElement? Seed { get; init; }

    /// <summary>Ollama's options; what stands here wins over the keys above.</summary>
    public JsonElement? Options { get; init; }

    /// <summary><c>"json"</c> or a JSON schema.</summary>
    public JsonElement? Format { get; init; }

    public JsonElement? KeepAlive { get; init; }

    /// <summary>Ollama's switch, passed on as it is.</summary>
    public JsonElement? Think { get; init; }

    /// <summary>True: answer and chain of thought; false: the answer only; null: the chain when there is one.</summary>
    public bool? Thinking { get; init; }

    public JsonElement? Tools { get; init; }

    public JsonElement? ToolChoice { get; init; }

    /// <summary>Stored as it is instead of a payload made of the keys above.</summary>
    public JsonElement? Payload { get; init; }

    public LlmConstraints? Constraints { get; init; }

    /// <summary>Record token deltas from the start.</summary>
    public bool Stream { get; init; }

    public int Priority { get; init; }

    public string? Source { get; init; }

    public int MaxAttempts { get; init; }

    public string? DeadlineAt { get; init; }

    /// <summary>Limit of one attempt; 0 means the quality's, else the kind's.</summary>
    public int TimeoutSeconds { get; init; }
}
