using LlmMcp.ServiceDefaults.Start;
using LlmMcp.ServiceDefaults.Telemetry;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.LocalNodes;
using LlmMcp.Worker.Session;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker;

/// <summary>Adds workers to an application.</summary>
public static class WorkerSlice
{
    /// <summary>Time on top of the grace in which the host waits for last acknowledgements.</summary>
    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds <see cref="WorkerOptions.Workers"/> workers with all built-in executors. Settings come from section
    /// <c>Worker</c>, then from <paramref name="configure"/>; mistakes are reported together when the host starts.
    /// </summary>
    public static IHostApplicationBuilder AddWorker(this IHostApplicationBuilder builder, Action<WorkerOptions>? configure = null)
    {
        var services = builder.Services;
        builder.AddTelemetry("llm-mcp-worker", [WorkerTelemetry.SourceName, "System.Net.Http"], [WorkerTelemetry.MeterName, "System.Net.Http", "System.Runtime"]);
        var options = services.AddOptions<WorkerOptions>().BindSettings("Worker").ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>());
        services.AddBuiltInExecutors();
        services.AddOptions<UpstreamLimits>().Configure<IOptions<WorkerOptions>>((limits, worker) => limits.Idle = worker.Value.StreamIdleTimeout);
        services.TryAddSingleton<CoreConnection>();
        services.TryAddSingleton<WorkerIdentity>();
        services.TryAddSingleton<LocalNodeList>();
        services.TryAddSingleton<WorkerSessions>();
        services.AddHostedService(provider => new WorkerService(provider.GetRequiredService<WorkerSessions>));
        // Asked for so early that nothing may be validated yet: then one mistake would hide the others.
        services.AddOptions<HostOptions>().PostConfigure<IEnumerable<IConfigureOptions<WorkerOptions>>>((host, settings) =>
        {
            var worker = new WorkerOptions();
            foreach (var setting in settings)
            {
                setting.Configure(worker);
            }

            var needed = worker.ShutdownGrace + AfterGrace;
            host.ShutdownTimeout = host.ShutdownTimeout > needed ? host.ShutdownTimeout : needed;
        });
        return builder;
    }
}
