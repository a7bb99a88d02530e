using LlmMcp.Worker.Session;

namespace LlmMcp.Worker.Health;

/// <summary>The body of <c>GET /health</c>.</summary>
internal sealed record HealthReport(string Status, string Version, IReadOnlyList<WorkerHealth> Workers)
{
    public static HealthReport Of(IEnumerable<WorkerStatus> workers)
    {
        List<WorkerHealth> all = [.. workers.Select(worker => new WorkerHealth(worker.Id, Word(worker.Phase), worker.Held, worker.Running, worker.Kinds))];
        return new HealthReport(all.All(worker => worker.Session == "working") ? "ok" : "degraded", WorkerProfile.Version, all);
    }

    private static string Word(SessionPhase phase) => phase switch
    {
        SessionPhase.Connecting => "connecting",
        SessionPhase.Working => "working",
        SessionPhase.Draining => "draining",
        _ => "stopped",
    };
}

/// <summary>One worker of the process.</summary>
internal sealed record WorkerHealth(string Id, string Session, int Held, int Running, IReadOnlyList<string> Kinds);
