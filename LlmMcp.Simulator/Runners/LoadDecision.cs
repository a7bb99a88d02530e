namespace LlmMcp.Simulator.Runners;

/// <summary>What to do with the request at the head of the load queue.</summary>
internal abstract record LoadDecision
{
    private LoadDecision()
    {
    }

    /// <summary>There is room: load it, with so much of it on the accelerator.</summary>
    public sealed record Load(long VramBytes) : LoadDecision;

    /// <summary>Make room by unloading an idle runner, then decide again.</summary>
    public sealed record Evict(Runner Victim) : LoadDecision;

    /// <summary>All runners in the way are at work: wait until one of them is idle.</summary>
    public sealed record Wait : LoadDecision;

    /// <summary>The machine is too small for the model.</summary>
    public sealed record TooLarge(long NeededBytes, long AvailableBytes) : LoadDecision
    {
        /// <summary>In Ollama's words.</summary>
        public string Reason => $"model requires more system memory ({GiB(NeededBytes)}) than is available ({GiB(AvailableBytes)})";

        private static string GiB(long bytes) => $"{bytes / (double)(1L << 30):0.0} GiB";
    }
}
