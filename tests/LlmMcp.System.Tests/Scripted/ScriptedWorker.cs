using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Worker;
using LlmMcp.Worker.Execution;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmMcp.SystemTests.Scripted;

/// <summary>The real worker with one more executor, <see cref="ScriptedExecutor"/>, as a process of its own.</summary>
internal static class ScriptedWorker
{
    public static async Task<int> RunAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddServiceDefaults("Worker");
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
        builder.AddWorker();
        builder.Services.AddJobExecutor<ScriptedExecutor>();
        await builder.Build().RunAsync();
        return 0;
    }
}
