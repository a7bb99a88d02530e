using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>The backlog as <see cref="QueueBoard"/> last counted it. Apart from it, because routing reads the one and feeds the other.</summary>
internal sealed class CountedBacklog : IBacklogSource
{
    private volatile Backlog current = Backlog.Empty;

    public Backlog Current
    {
        get => current;
        set => current = value;
    }
}
