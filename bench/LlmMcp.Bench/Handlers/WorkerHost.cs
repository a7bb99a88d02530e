using LlmMcp.Worker;
using LlmMcp.Worker.Execution;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Bench.Handlers;

/// <summary>The worker library as a program of somebody else would host it, with handlers of its own.</summary>
internal static class WorkerHost
{
    /// <summary>First argument that makes the benchmark program a worker.</summary>
    public const string Mode = "worker-process";

    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddWorker();
        builder.Services.AddJobExecutor<StampExecutor>();
        builder.Services.AddJobExecutor<SleepExecutor>();
        await builder.Build().RunAsync();
        return 0;
    }
}
