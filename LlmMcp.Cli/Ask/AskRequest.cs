using System.Text.Json.Nodes;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Ask;

/// <summary>What is asked, and of whom. Null means "not said": Core decides.</summary>
internal sealed record AskRequest
{
    public required string Prompt { get; init; }

    public string? Model { get; init; }

    public string? Provider { get; init; }

    public string? Quality { get; init; }

    public string? Task { get; init; }

    public string? System { get; init; }

    public double? Temperature { get; init; }

    public int? MaxTokens { get; init; }

    public int? Priority { get; init; }

    public required string Source { get; init; }

    /// <summary>Seconds for the whole question, waiting in the queue included. The job is canceled when they have passed.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Null lets the model decide; false asks for the answer alone.</summary>
    public bool? Thinking { get; init; }

    public bool Stream { get; init; } = true;

    /// <summary>Wishes about the place: <c>constraints</c> of the request; null when there are none.</summary>
    public JsonObject? Constraints { get; init; }

    /// <summary>The body of <c>POST /v1/llm/request</c>. Keys that were not said are left out.</summary>
    public JsonObject ToBody()
    {
        var body = new JsonObject { ["task"] = Task ?? "chat", ["source"] = Source, ["stream"] = Stream };
        body.PutSaid("prompt", Prompt);
        body.PutSaid("system", System);
        body.PutSaid("model", Model);
        body.PutSaid("provider", Provider);
        body.PutSaid("quality", Quality);
        body.PutSaid("temperature", Temperature);
        body.PutSaid("max_tokens", MaxTokens);
        body.PutSaid("priority", Priority);
        body.PutSaid("timeout_seconds", TimeoutSeconds);
        body.PutSaid("thinking", Thinking);
        if (Constraints is { Count: > 0 })
        {
            body["constraints"] = Constraints.DeepClone();
        }

        return body;
    }
}
