using LlmMcp.Contracts;
using LlmMcp.Worker.Claims;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.Session;

/// <summary>The kinds a worker offers, and the credit that follows from them.</summary>
internal sealed record ServedKinds(IReadOnlyList<string> Names, CreditWindow Window)
{
    public static ServedKinds From(WorkerOptions options, JobExecutors executors)
    {
        var named = Named(options.Kinds);
        var kinds = named.Count > 0 ? named : executors.Kinds;
        var light = kinds.Where(kind => !JobKinds.CallsModel(kind)).ToList();

        // A custom kind may take long: then the window is what may run at once, not what may be queued here.
        var allInline = light.All(kind => executors.Find(kind) is IInlineJobExecutor);
        return new ServedKinds(kinds, new CreditWindow(
            Slots: kinds.Any(JobKinds.CallsModel) ? options.Slots : 0,
            Light: light.Count == 0 ? 0 : allInline ? options.LightWindow : options.CustomConcurrency));
    }

    public static IReadOnlyList<string> Named(string kinds) =>
        [.. kinds.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
