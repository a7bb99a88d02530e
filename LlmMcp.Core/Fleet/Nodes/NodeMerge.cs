namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// Makes one device of all names of a node: two would give it twice its slots. The first name wins, and gains the addresses
/// of the others. Pure.
/// </summary>
internal static class NodeMerge
{
    /// <summary>The nodes, each once.</summary>
    /// <param name="nodes">In the order of precedence.</param>
    /// <param name="identities">What the addresses of each node lead to (<see cref="NodeIdentity"/>).</param>
    /// <param name="mistakes">Gains a sentence for each node that had to be left out.</param>
    public static IReadOnlyList<NodeEndpoint> Of(IReadOnlyList<NodeEndpoint> nodes, IReadOnlyList<IReadOnlyList<string>> identities, ICollection<string> mistakes)
    {
        var roots = Roots(identities);
        var merged = nodes.Index()
            .GroupBy(node => roots[node.Index], static node => node)
            .Select(group => (First: group.First(), Node: group.Select(static node => node.Item).Aggregate(Merged), All: group))
            .ToList();
        var renamed = merged.SelectMany(static group => group.All, static (group, node) => (node.Item.Id, group.Node))
            .Where(static pair => pair.Id != pair.Node.Id)
            .DistinctBy(static pair => pair.Id)
            .ToDictionary(static pair => pair.Id, static pair => pair.Node.Id);
        var ids = new HashSet<string>();
        var kept = new List<NodeEndpoint>();
        foreach (var (first, node, _) in merged)
        {
            if (ids.Add(node.Id))
            {
                var parent = node.ParentId is { } id ? renamed.GetValueOrDefault(id, id) : null;
                kept.Add(node with { Identity = identities[first.Index] is [var identity, ..] ? identity : null, ParentId = parent == node.Id ? null : parent });
            }
            else
            {
                mistakes.Add($"{node.Origin}: {ForeignText.Clean(node.Name)} is left out, as another node has the id {ForeignText.Clean(node.Id)}.");
            }
        }

        return kept;
    }

    /// <summary>The first node that each is another name of; a later node may show that two earlier ones are one.</summary>
    private static int[] Roots(IReadOnlyList<IReadOnlyList<string>> identities)
    {
        var parents = Enumerable.Range(0, identities.Count).ToArray();
        var owners = new Dictionary<string, int>();
        foreach (var (index, own) in identities.Index())
        {
            foreach (var identity in own.Where(identity => !owners.TryAdd(identity, index)))
            {
                var (one, other) = (Root(owners[identity]), Root(index));
                parents[Math.Max(one, other)] = Math.Min(one, other);
            }
        }

        return [.. Enumerable.Range(0, parents.Length).Select(Root)];

        int Root(int index) => parents[index] == index ? index : Root(parents[index]);
    }

    private static NodeEndpoint Merged(NodeEndpoint winner, NodeEndpoint other) => winner with
    {
        Addresses = [.. winner.Addresses.Union(other.Addresses)],
        HostHeaders = [.. winner.HostHeaders.Union(other.HostHeaders, StringComparer.OrdinalIgnoreCase)],
        Platform = winner.Platform.Length > 0 ? winner.Platform : other.Platform,
        Slots = winner.Slots ?? other.Slots,
        ParentId = winner.ParentId ?? other.ParentId,
        OnlyIfAnswers = winner.OnlyIfAnswers && other.OnlyIfAnswers,
        Tags = other.Tags.Concat(winner.Tags).GroupBy(static tag => tag.Key).ToDictionary(static tag => tag.Key, static tag => tag.Last().Value),
    };
}
