using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>What waited and ran at one moment, as far as it was counted.</summary>
/// <param name="TakenAt">By the database's clock.</param>
/// <param name="Lanes">Lanes of jobs that need a slot.</param>
/// <param name="Slots">Slots of the devices that take jobs.</param>
/// <param name="ServedKinds">Kinds some worker runs.</param>
/// <param name="HasIds">The lanes say which jobs they hold.</param>
internal sealed record WaitingPicture(
    DateTime TakenAt, IReadOnlyList<WaitingLane> Lanes, IReadOnlyList<SlotState> Slots, IReadOnlySet<string> ServedKinds, bool HasIds)
{
    /// <summary>Nothing waits and nothing runs.</summary>
    public static WaitingPicture Empty { get; } = new(DateTime.MinValue, [], [], new HashSet<string>(), HasIds: false);
}

/// <summary>Ready jobs of one lane.</summary>
/// <param name="Lane">Its key.</param>
/// <param name="Block">Its block, read.</param>
/// <param name="Count">Jobs counted.</param>
/// <param name="More">There may be more behind those counted.</param>
/// <param name="Ids">The jobs counted, oldest first; empty when not asked for.</param>
internal sealed record WaitingLane(Lane Lane, WorkBlock Block, int Count, bool More, IReadOnlyList<Guid> Ids);

/// <summary>A slot.</summary>
/// <param name="DeviceId">Its device.</param>
/// <param name="Running">What runs there; null when it is free.</param>
internal sealed record SlotState(string DeviceId, RunningWork? Running);

/// <summary>A job on a slot.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Model">Canonical name of its model.</param>
/// <param name="Seconds">How long it has been running.</param>
internal sealed record RunningWork(string Kind, string Model, double Seconds);
