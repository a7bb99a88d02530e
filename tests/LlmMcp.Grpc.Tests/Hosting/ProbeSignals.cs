using System.Collections.Concurrent;

namespace LlmMcp.Grpc.Tests.Hosting;

/// <summary>Tells a test how far a handler has come, so that no test sleeps.</summary>
internal sealed class ProbeSignals
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public void Reached(string name) => Signal($"reached {name}").TrySetResult();

    public void Canceled(string name) => Signal($"canceled {name}").TrySetResult();

    public bool HasReached(string name) => Signal($"reached {name}").Task.IsCompleted;

    public Task WaitReachedAsync(string name) => Signal($"reached {name}").Task.WaitAsync(_patience);

    public Task WaitCanceledAsync(string name) => Signal($"canceled {name}").Task.WaitAsync(_patience);

    private TaskCompletionSource Signal(string name) =>
        _signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
