using LlmMcp.Bench.Handlers;
using LlmMcp.Testing;

namespace LlmMcp.Bench.Stage;

/// <summary>A worker in a process of its own.</summary>
internal sealed record WorkerProcess(ChildProcess Process, string Id)
{
    /// <summary>The worker program.</summary>
    public static async Task<WorkerProcess> StartAsync(CoreProcess core, string id, string kinds, string stateDirectory, params string[] settings) => new(
        await ChildProcess.StartAsync(
            "LlmMcp.Worker.dll",
            [.. Settings(core, id, kinds, stateDirectory), $"--Worker:HealthAddress=127.0.0.1:{FreePort.Next()}", .. settings]),
        id);

    /// <summary>The worker library with the benchmark's executors, hosted by the benchmark program.</summary>
    public static async Task<WorkerProcess> StartCustomAsync(CoreProcess core, string id, string kinds, string stateDirectory, int concurrency) => new(
        await ChildProcess.StartAsync(
            "LlmMcp.Bench.dll",
            [WorkerHost.Mode, .. Settings(core, id, kinds, stateDirectory), $"--Worker:CustomConcurrency={concurrency}"]),
        id);

    private static string[] Settings(CoreProcess core, string id, string kinds, string stateDirectory) =>
    [
        $"--Worker:CoreAddress={core.GrpcAddress}",
        $"--Worker:Id={id}",
        $"--Worker:Kinds={kinds}",
        $"--Worker:StateDirectory={stateDirectory}",
    ];
}
