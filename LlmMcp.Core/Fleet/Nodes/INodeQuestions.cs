namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>How a node is asked: over HTTP from here, or by a worker beside it that has written down the answers.</summary>
internal interface INodeQuestions
{
    /// <summary>The answer; null when the node has none to this question, or one in another form.</summary>
    /// <exception cref="HttpRequestException">The node cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The node took too long.</exception>
    Task<T?> AskAsync<T>(NodeQuestion question, CancellationToken cancellationToken)
        where T : class;
}

/// <summary>A question to a model server.</summary>
/// <param name="Path">Path below the node's address.</param>
/// <param name="Model">The model it is about, which makes it a POST.</param>
internal sealed record NodeQuestion(string Path, string? Model = null)
{
    public static NodeQuestion Version { get; } = new("api/version");
    public static NodeQuestion Tags { get; } = new("api/tags");
    public static NodeQuestion Running { get; } = new("api/ps");
    public static NodeQuestion CompatModels { get; } = new("v1/models");

    public static NodeQuestion Show(string model) => new("api/show", model);
}
