namespace LlmMcp.Core.Fleet.Limits;

/// <summary>What a device's memory says about the models it can run, as in the deployed system.</summary>
internal static class LimitDerivation
{
    // A file of less is no model, and zero would mean that nothing may run.
    private const decimal SmallestSizeGb = 0.1m;

    /// <summary>
    /// The limits with every value that follows from the memory and was not given. The memory of the GPU counts where there is
    /// one. Up to 8 GB: 5B and 4096 tokens; up to 16 GB: 12B and 8192; above: three quarters of a billion for each GB, in steps
    /// of 0.5, and 16384. The file may take four fifths of the memory.
    /// </summary>
    public static DeviceLimits Complete(DeviceLimits given)
    {
        if ((given.VramGb > 0 ? given.VramGb : given.RamGb) is not (> 0 and var memory))
        {
            return given;
        }

        var (billions, context) = memory switch
        {
            <= 8 => (5m, 4096),
            <= 16 => (12m, 8192),
            _ => (Math.Floor(memory * 0.75m * 2) / 2, 16_384),
        };
        return given with
        {
            MaxParamsB = given.MaxParamsB ?? billions,
            MaxContext = given.MaxContext ?? context,
            ContextIsDerived = given.MaxContext is null,
            MaxSizeGb = given.MaxSizeGb ?? Math.Max(SmallestSizeGb, Math.Floor(memory * 0.8m * 10) / 10),
        };
    }
}
