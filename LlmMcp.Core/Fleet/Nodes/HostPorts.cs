namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>A host is not gone while one of its ports answers. Pure.</summary>
internal static class HostPorts
{
    /// <summary>The answers, with the silence of a base device told apart from that of its host.</summary>
    public static IReadOnlyList<NodeAnswer> Settle(IReadOnlyList<NodeAnswer> answers)
    {
        var alive = answers.OfType<NodeAnswer.Answered>().Select(static answer => answer.Node.ParentId).OfType<string>().ToHashSet();
        return [.. answers.Select(answer => answer is NodeAnswer.Silent { Node.Gone: null } silent && alive.Contains(silent.Node.Id)
            ? new NodeAnswer.HostOnly(silent.Node, silent.Reason)
            : answer)];
    }
}
