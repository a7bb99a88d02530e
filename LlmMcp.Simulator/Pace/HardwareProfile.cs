namespace LlmMcp.Simulator.Pace;

/// <summary>A machine: what fits into it and how fast it reads its memory and its disk.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="VramBytes">Memory of the accelerator (for unified memory: the part it may use); 0 runs on the CPU.</param>
/// <param name="RamBytes">Memory left for models outside the accelerator.</param>
/// <param name="MemoryBytesPerSecond">Bandwidth of the memory the model runs from.</param>
/// <param name="DiskBytesPerSecond">How fast weights are read from disk; infinity loads at once.</param>
/// <param name="PromptFactor">How many times faster a prompt is read than an answer is written.</param>
public sealed record HardwareProfile(
    string Name, long VramBytes, long RamBytes, double MemoryBytesPerSecond, double DiskBytesPerSecond, double PromptFactor)
{
    /// <summary>All memory a model can be spread over, in bytes.</summary>
    public long TotalBytes => VramBytes + RamBytes;
}
