namespace LlmMcp.Core.Fleet;

/// <summary>Says what waits for the devices. Reading it costs nothing.</summary>
internal interface IBacklogSource
{
    /// <summary>As last counted; the same object until it is counted again.</summary>
    Backlog Current { get; }
}

/// <summary>Nobody counts: nothing is known to wait.</summary>
internal sealed class NoBacklog : IBacklogSource
{
    public Backlog Current => Backlog.Empty;
}
