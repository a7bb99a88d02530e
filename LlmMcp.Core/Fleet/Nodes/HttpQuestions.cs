namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Asks a node on one route, each question within its own limit.</summary>
internal sealed class HttpQuestions(NodeHttp http, NodeRoute route, TimeSpan limit) : INodeQuestions
{
    public Task<T?> AskAsync<T>(NodeQuestion question, CancellationToken cancellationToken)
        where T : class => http.AskAsync<T>(route, question, limit, cancellationToken);
}
