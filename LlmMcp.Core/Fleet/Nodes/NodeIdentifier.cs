using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// Tells what a server is. Ollama is known by <c>/api/version</c> (llama.cpp imitates some of its other answers), any other by
/// <c>/v1/models</c>.
/// </summary>
internal static class NodeIdentifier
{
    /// <summary>Asks one way to a node.</summary>
    /// <exception cref="HttpRequestException">The node cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The node took too long.</exception>
    public static async Task<NodeFinding> IdentifyAsync(NodeRoute route, INodeQuestions questions, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var version = await questions.AskAsync<OllamaVersion>(NodeQuestion.Version, cancellationToken);
        if (version is { Version.Length: > 0 })
        {
            return new NodeFinding(route) { Provider = Providers.Ollama, Version = ForeignText.Clean(version.Version), LatencyMs = Milliseconds() };
        }

        started = time.GetTimestamp();
        return await questions.AskAsync<CompatModels>(NodeQuestion.CompatModels, cancellationToken) is { Data: not null } models
            ? new NodeFinding(route) { Provider = Providers.Compat, Models = models, LatencyMs = Milliseconds() }
            : new NodeFinding(route) { Spoke = true, Failure = "it answers neither /api/version as Ollama nor /v1/models as OpenAI-compatible servers do" };

        int Milliseconds() => (int)Math.Ceiling(time.GetElapsedTime(started).TotalMilliseconds);
    }
}

/// <summary>What was found on one way to a node.</summary>
/// <param name="Route">The way.</param>
internal sealed record NodeFinding(NodeRoute Route)
{
    /// <summary>What the server is; null when it is nothing we know, or silent.</summary>
    public string? Provider { get; init; }

    /// <summary>Ollama's version.</summary>
    public string? Version { get; init; }

    /// <summary>The models of an OpenAI-compatible server.</summary>
    public CompatModels? Models { get; init; }

    /// <summary>Time to the first answer in milliseconds.</summary>
    public int LatencyMs { get; init; }

    /// <summary>Something answered, in a form we do not know.</summary>
    public bool Spoke { get; init; }

    /// <summary>Why it is nothing we know.</summary>
    public string? Failure { get; init; }

    public bool Answered => Provider is not null;
}
