using LlmMcp.Worker.Benchmarks;
using LlmMcp.Worker.Execution;
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
        var options = services.AddOptions<WorkerOptions>().BindConfiguration("Worker").ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>());
        services.AddBuiltInExecutors();
        services.AddOptions<UpstreamOptions>().BindConfiguration("Worker").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new UpstreamLimits { Idle = provider.GetRequiredService<IOptions<UpstreamOptions>>().Value.StreamIdleTimeout });
        services.TryAddSingleton<IBenchmarkReporter, CoreBenchmarkReporter>();
        services.TryAddSingleton<CoreConnection>();
        services.TryAddSingleton<WorkerIdentity>();
        services.TryAddSingleton<WorkerSessions>();
        services.AddHostedService<WorkerService>();
        services.AddOptions<HostOptions>().PostConfigure<IOptions<WorkerOptions>>((host, worker) =>
        {
            var needed = worker.Value.ShutdownGrace + AfterGrace;
            host.ShutdownTimeout = host.ShutdownTimeout > needed ? host.ShutdownTimeout : needed;
        });
        return builder;
    }
}
