namespace LlmMcp.Worker.Claims;

/// <summary>How many claims are held, and how many of them still run.</summary>
internal readonly record struct ClaimCounts(int HeldModels, int RunningModels, int HeldLight, int RunningLight)
{
    public int Held => HeldModels + HeldLight;

    public int Running => RunningModels + RunningLight;

    /// <summary>The counts with this claim, in its present state, added or taken away.</summary>
    public ClaimCounts With(HeldClaim claim, int change)
    {
        var running = claim.Result is null ? change : 0;
        return claim.CallsModel
            ? this with { HeldModels = HeldModels + change, RunningModels = RunningModels + running }
            : this with { HeldLight = HeldLight + change, RunningLight = RunningLight + running };
    }
}
