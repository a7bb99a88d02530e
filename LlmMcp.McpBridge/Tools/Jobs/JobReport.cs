using System.ComponentModel;
using System.Text.Json;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>A job with its answer, as far as it has one.</summary>
internal sealed record JobReport
{
    [Description("Identifies the job; it is also the resource job://JOB_ID.")]
    public required string JobId { get; init; }

    [Description("queued, running, done, error or canceled. The last three are final.")]
    public required string Status { get; init; }

    [Description("The kind of work, such as ollama.chat.")]
    public string? Kind { get; init; }

    [Description("The model's answer; at most 48,000 characters, see truncated.")]
    public string? Response { get; init; }

    [Description("The model's chain of thought; at most 8,000 characters.")]
    public string? Thinking { get; init; }

    [Description("Functions the model asks to be called, in its server's own form.")]
    public JsonElement? ToolCalls { get; init; }

    [Description("Vectors of an embedding job.")]
    public EmbeddingReport? Embedding { get; init; }

    [Description("The result of a job that is no request to a model, at most 48,000 characters.")]
    public JsonElement? Result { get; init; }

    [Description("true when something did not fit; the resource link has all of it.")]
    public bool? Truncated { get; init; }

    [Description("Which model answered.")]
    public string? Model { get; init; }

    [Description("ollama, compat, openai or openrouter.")]
    public string? Provider { get; init; }

    [Description("Which machine answered, or runs it now.")]
    public string? DeviceId { get; init; }

    [Description("Tokens of the question.")]
    public long? TokensIn { get; init; }

    [Description("Tokens of the answer.")]
    public long? TokensOut { get; init; }

    [Description("What it cost, USD, such as 0.00042$.")]
    public string? Cost { get; init; }

    [Description("Why it failed.")]
    public string? Error { get; init; }

    [Description("Attempts so far.")]
    public long? Attempts { get; init; }

    [Description("Attempts it may have.")]
    public long? MaxAttempts { get; init; }

    public string? Source { get; init; }

    public long? Priority { get; init; }

    public string? QueuedAt { get; init; }

    public string? StartedAt { get; init; }

    public string? FinishedAt { get; init; }

    [Description("Jobs before it on the same machines.")]
    public long? QueuePosition { get; init; }

    [Description("Seconds until the answer is expected, from measured speeds.")]
    public double? EtaSeconds { get; init; }

    [Description("The job this one repeats.")]
    public string? RetriedFrom { get; init; }

    [Description("Why it went where it went: candidates, what was left out and the reason, each claim.")]
    public JsonElement? Route { get; init; }

    [Description("What to do now, when something is left to do.")]
    public string? Next { get; init; }

    /// <summary>The same with at most so many characters of answer, and nothing else that is long.</summary>
    public JobReport Shortened(int room) => this with
    {
        Response = ToolBounds.Cut(Response, room).Text,
        Thinking = null,
        Result = null,
        ToolCalls = null,
        Embedding = Embedding is null ? null : Embedding with { Vectors = null },
        Truncated = true,
    };
}

/// <summary>Vectors of an embedding job.</summary>
internal sealed record EmbeddingReport
{
    [Description("How many texts were embedded.")]
    public required int Count { get; init; }

    [Description("Numbers of one vector.")]
    public required int Dimensions { get; init; }

    [Description("The vectors; left out when they do not fit, see the resource link.")]
    public JsonElement? Vectors { get; init; }
}
