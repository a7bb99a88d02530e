using System.Collections.Concurrent;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// Finds the way to a node: the one that worked last, else all at once, and the fastest that answers wins.
/// <code>
/// 1 the way that worked last time
/// 2 the bare addresses: first those that every worker can use, then loopback, which serves workers on this machine only
/// 3 where a server spoke but refused: the same addresses under the names of the host
/// </code>
/// </summary>
internal sealed class NodeFinder(NodeHttp http, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, NodeRoute> remembered = new();

    /// <summary>True for a node that answered when it was last asked.</summary>
    public bool Remembers(string id) => remembered.ContainsKey(id);

    /// <summary>The way to a node does not work any more.</summary>
    public void Forget(string id) => remembered.TryRemove(id, out _);

    /// <summary>What answered and how, or why nothing did.</summary>
    public async Task<NodeFinding> FindAsync(NodeEndpoint node, TimeSpan limit, CancellationToken cancellationToken)
    {
        var tried = new List<NodeFinding>();
        if (remembered.TryGetValue(node.Id, out var last) && node.Addresses.Contains(last.Url))
        {
            await TryAsync([last]);                                                                                            // 1
        }

        foreach (var group in node.Addresses.ToLookup(static address => address.IsLoopback).OrderBy(static group => group.Key))
        {
            await TryAsync(group.Select(static address => new NodeRoute(address)));                                            // 2
            await TryAsync(tried.Where(static finding => finding.Spoke).Select(static finding => finding.Route.Url).Distinct()
                .SelectMany(_ => node.HostHeaders, static (address, header) => new NodeRoute(address, header)));               // 3
        }

        var best = tried.Where(static finding => finding.Answered).MinBy(static finding => finding.LatencyMs) ?? tried.FirstOrDefault();
        if (best is { Answered: true } && (remembered.Count < MostRemembered || remembered.ContainsKey(node.Id)))
        {
            remembered[node.Id] = best.Route;
        }

        return best ?? new NodeFinding(new NodeRoute(node.BaseUrl)) { Failure = "it is not asked on this port" };

        async Task TryAsync(IEnumerable<NodeRoute> routes)
        {
            if (!tried.Exists(static finding => finding.Answered))
            {
                var untried = routes.Where(route => !tried.Exists(finding => finding.Route == route)).ToList();
                tried.AddRange(await Task.WhenAll(untried.Select(route => AskAsync(route, limit, cancellationToken))));
            }
        }
    }

    private async Task<NodeFinding> AskAsync(NodeRoute route, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await NodeIdentifier.IdentifyAsync(route, new HttpQuestions(http, route, limit), time, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NodeFinding(route) { Failure = $"no answer within {limit.TotalSeconds:0.#} s" };
        }
        catch (HttpRequestException exception)
        {
            return new NodeFinding(route) { Failure = ForeignText.Clean(exception.Message) };
        }
    }
}
