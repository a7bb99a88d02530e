using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LlmMcp.ServiceDefaults.Telemetry;

/// <summary>OpenTelemetry for a process of llm-mcp: traces, metrics and logs over OTLP, set up by the standard variables alone.</summary>
public static class TelemetrySlice
{
    /// <summary>The tag of endpoints that are asked all the time and are not worth a trace.</summary>
    public const string HealthTag = "Health";

    /// <summary>The name of the switch that keeps ASP.NET Core from describing its spans.</summary>
    private const string SuppressTags = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    /// <summary>Exports what the named sources and meters say, when the variables name a place to send it to; otherwise does nothing.</summary>
    /// <param name="builder">The process, or its part of an <c>up</c>.</param>
    /// <param name="service">Name of the service unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
    /// <param name="sources">Trace sources. Those of a process are shared by its parts: each names its own.</param>
    /// <param name="meters">Meters, likewise.</param>
    public static IHostApplicationBuilder AddTelemetry(
        this IHostApplicationBuilder builder, string service, IReadOnlyList<string> sources, IReadOnlyList<string> meters)
    {
        var settings = TelemetrySettings.From(builder.Configuration);
        if (!settings.Any)
        {
            return builder;
        }

        AppContext.SetSwitch(SuppressTags, false);
        var resource = Resource(service);
        if (settings.Traces)
        {
            builder.Services.AddSingleton(provider => Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(provider.GetRequiredService<IConfiguration>()))
                .SetResourceBuilder(resource)
                .SetSampler(TraceSampling.From(provider.GetRequiredService<IConfiguration>()))
                .AddSource([.. sources])
                .AddOtlpExporter()
                .Build());
        }

        if (settings.Metrics)
        {
            builder.Services.AddSingleton(provider => Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(provider.GetRequiredService<IConfiguration>()))
                .SetResourceBuilder(resource)
                .AddMeter([.. meters])
                .AddOtlpExporter()
                .Build());
        }

        if (settings.Logs)
        {
            // The records carry the ids of trace and span by themselves.
            builder.Logging.AddOpenTelemetry(logs =>
            {
                logs.SetResourceBuilder(resource);
                logs.IncludeFormattedMessage = true;
                logs.AddOtlpExporter();
            });
        }

        builder.Services.AddHostedService<TelemetryLifetime>();
        return builder;
    }

    /// <summary>Names the spans of requests by their route and leaves out those of endpoints with <see cref="HealthTag"/>. Goes after <c>UseRouting</c>.</summary>
    public static IApplicationBuilder UseRequestSpans(this IApplicationBuilder app) => app.UseMiddleware<RequestSpans>();

    private static ResourceBuilder Resource(string service) => ResourceBuilder.CreateEmpty()
        .AddService(service, serviceNamespace: "llm-mcp", serviceVersion: typeof(TelemetrySlice).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
        .AddEnvironmentVariableDetector();
}

/// <summary>Builds the providers before anything else starts; the container flushes and ends them with the process.</summary>
internal sealed class TelemetryLifetime(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        services.GetService<TracerProvider>();
        services.GetService<MeterProvider>();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
