using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Runners;

/// <summary>One loaded (or loading) model with its slots. All state belongs to <see cref="RunnerScheduler"/> and changes under its lock.</summary>
internal sealed class Runner(StoredModel model, RunnerSize size, long vramBytes, TimeSpan keepAlive)
{
    public StoredModel Model { get; } = model;

    public int ContextLength { get; } = size.ContextLength;

    public int Slots { get; } = size.Slots;

    public long SizeBytes { get; } = size.Bytes;

    public long VramBytes { get; } = vramBytes;

    public LinkedList<RunnerWaiter> Waiters { get; } = [];

    public CancellationTokenSource Unloaded { get; } = new();

    public bool IsLoading { get; set; } = true;

    public int Running { get; set; }

    public int MaxRunningSeen { get; set; }

    public TimeSpan KeepAlive { get; set; } = keepAlive;

    public DateTimeOffset LastUsedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public bool IsIdle => !IsLoading && Running == 0 && Waiters.Count == 0;

    /// <summary>Part of the model that runs outside the accelerator slows every token down.</summary>
    public double Offloaded => VramBytes == 0 ? 0 : 1 - (double)VramBytes / SizeBytes;
}
