using System.Collections.Frozen;

namespace LlmMcp.Worker.Execution;

/// <summary>All executors of the process by kind. Two executors for one kind fail at start.</summary>
internal sealed class JobExecutors
{
    private readonly FrozenDictionary<string, IJobExecutor> _byKind;

    public JobExecutors(IEnumerable<IJobExecutor> executors)
    {
        var byKind = new Dictionary<string, IJobExecutor>(StringComparer.Ordinal);
        foreach (var executor in executors)
        {
            foreach (var kind in executor.Kinds)
            {
                if (!byKind.TryAdd(kind, executor))
                {
                    throw new InvalidOperationException(
                        $"Kind '{kind}' has two executors: {byKind[kind].GetType().Name} and {executor.GetType().Name}.");
                }
            }
        }

        _byKind = byKind.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Every kind this process can run, sorted.</summary>
    public IReadOnlyList<string> Kinds => [.. _byKind.Keys.Order(StringComparer.Ordinal)];

    public IJobExecutor? Find(string kind) => _byKind.GetValueOrDefault(kind);
}
