using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Claims;

/// <summary>One claim of one job: what a heartbeat and a result must name.</summary>
internal readonly record struct ClaimKey(string JobId, long ClaimNo)
{
    public static ClaimKey Of(HeldJob held) => new(held.JobId, held.ClaimNo);

    public HeldJob ToHeldJob() => new() { JobId = JobId, ClaimNo = ClaimNo };
}
