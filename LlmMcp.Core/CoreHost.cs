using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Benchmarks;
using LlmMcp.Core.Costs;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Debug;
using LlmMcp.Core.Docs;
using LlmMcp.Core.Discovery;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.GrpcApi;
using LlmMcp.Core.Incidents;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.JobsApi;
using LlmMcp.Core.Knowledge;
using LlmMcp.Core.LlmApi;
using LlmMcp.Core.Loading;
using LlmMcp.Core.Metrics;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Storage;
using LlmMcp.Core.Web;
using LlmMcp.Core.Workers;
using LlmMcp.ServiceDefaults.Access;
using LlmMcp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core;

/// <summary>Core as a part of an application: its own process, or <c>llm-mcp up</c>.</summary>
public static class CoreHost
{
    /// <summary>Adds Core: storage, queue, scheduler, fleet, doors. Settings come from the configuration.</summary>
    public static WebApplicationBuilder AddCore(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(CoreIdentity.Create());
        builder.Services.AddSingleton(BuildVersion.From(builder.Configuration));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMetrics().AddSingleton<LlmMcpTelemetry>();
        builder.Services.AddStorage();
        builder.Services.AddApi();
        builder.Services.AddAccess();
        builder.Services.AddFleet();
        builder.Services.AddDiscovery();
        builder.Services.AddLlmRouting();
        builder.Services.AddCosts();
        builder.Services.AddJobs();
        builder.Services.AddScheduling();
        builder.Services.AddWorkers();
        builder.Services.AddJobsApi();
        builder.Services.AddBenchmarks();
        builder.Services.AddIncidents();
        builder.Services.AddKnowledge();
        builder.Services.AddGrpcApi();
        builder.Services.AddDashboard();
        builder.Services.AddDebug();
        builder.Services.AddCoreMetrics();
        builder.Services.AddDocs();
        builder.Services.AddWeb();
        // A line per statement or per request is for debugging; set Logging:LogLevel to see them.
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddTelemetry(
            "llm-mcp-core", ["Microsoft.AspNetCore", "Npgsql", JobSpans.SourceName],
            ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql", LlmMcpTelemetry.MeterName]);
        builder.WebHost.ConfigureKestrel(Listen);
        return builder;
    }

    /// <summary>Maps Core's doors.</summary>
    public static WebApplication MapCore(this WebApplication app)
    {
        app.UseProblems();
        app.UseRouting();
        app.UseRequestSpans();
        app.UseAccess();
        var calls = app.MapGroup("").WithEndpointDocs();
        calls.MapHealth();
        calls.MapJobs();
        calls.MapWorkers();
        calls.MapLlm();
        calls.MapFleet();
        calls.MapDiscovery();
        calls.MapCosts();
        calls.MapBenchmarks();
        calls.MapLoading();
        calls.MapIncidents();
        calls.MapKnowledge();
        calls.MapDashboard();
        calls.MapDebug();
        calls.MapMetrics();
        app.MapDocs();
        app.MapWeb();
        app.MapGrpcApi();
        return app;
    }

    private static void Listen(WebHostBuilderContext context, KestrelServerOptions kestrel)
    {
        var api = kestrel.ApplicationServices.GetRequiredService<IOptions<ApiOptions>>().Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = api.MaxBodyBytes;
        // A worker whose machine vanished says no good-bye; the ping notices within a minute.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        if (ListenAddress.TryParse(api.HttpAddress, out var http))
        {
            http.Bind(kestrel, static listen => listen.Protocols = HttpProtocols.Http1);
        }

        // HTTP/2 without TLS cannot share a port with HTTP/1.
        if (ListenAddress.TryParse(api.GrpcAddress, out var grpc))
        {
            grpc.Bind(kestrel, static listen => listen.Protocols = HttpProtocols.Http2);
        }
    }
}
