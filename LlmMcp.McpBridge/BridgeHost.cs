using LlmMcp.McpBridge.Access;
using LlmMcp.McpBridge.CoreApi;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.HttpBridge;
using LlmMcp.McpBridge.Prompts;
using LlmMcp.McpBridge.Resources;
using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Tasks;
using LlmMcp.McpBridge.Tools;
using LlmMcp.ServiceDefaults.Access;
using LlmMcp.ServiceDefaults.Start;
using LlmMcp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge;

/// <summary>The bridge as a part of an application: its own process, or <c>llm-mcp up</c>.</summary>
public static class BridgeHost
{
    /// <summary>The source and the meter of the MCP library.</summary>
    private const string McpTelemetry = "Experimental.ModelContextProtocol";

    /// <summary>
    /// Adds the bridge: the MCP server, its HTTP endpoint, the older HTTP calls. Settings come from section <c>Bridge</c>, then from
    /// <paramref name="configure"/>; mistakes are reported together when the host starts.
    /// </summary>
    public static WebApplicationBuilder AddBridge(this WebApplicationBuilder builder, Action<BridgeOptions>? configure = null)
    {
        builder.AddBridgeServer(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BridgeOptions>, BridgeOptionsValidator>());
        builder.Services.AddMcpHttp();
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<BridgeAccess, IHttpContextAccessor>(AllowPages);
        builder.Services.AddHttpContextAccessor();
        // A line per request is for debugging; set Logging:LogLevel to see them.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddTelemetry(
            "llm-mcp-bridge", ["Microsoft.AspNetCore", "System.Net.Http", McpTelemetry],
            ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "System.Net.Http", McpTelemetry]);
        builder.WebHost.ConfigureKestrel(Listen);
        return builder;
    }

    /// <summary>Adds what every transport needs: options, the way to Core, the MCP server's capabilities.</summary>
    internal static IHostApplicationBuilder AddBridgeServer(this IHostApplicationBuilder builder, Action<BridgeOptions>? configure = null)
    {
        var options = builder.Services.AddOptions<BridgeOptions>().BindSettings(BridgeOptions.Section).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        // The library logs what callers do wrong as errors of its own; DefectsPart tells those of ours.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.Critical);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IServerPart, DefectsPart>();
        builder.Services.AddCoreApi().AddTools().AddResources().AddPrompts().AddTasks();
        builder.Services.AddSingleton<IServerPart, ListenPart>().AddSingleton<IServerPart, ListsPart>();
        builder.Services.AddSingleton<INoticeSource, ResourceNotices>();
        builder.Services.AddSingleton<ServerPlan>();
        return builder;
    }

    /// <summary>Maps the bridge's doors.</summary>
    public static WebApplication MapBridge(this WebApplication app)
    {
        app.UseRouting();
        app.UseRequestSpans();
        app.UseCors();
        app.UseMiddleware<BridgeAccessMiddleware>();
        app.MapHealth();
        app.MapMcpHttp();
        app.MapHttpBridge();
        return app;
    }

    private static void AllowPages(CorsOptions cors, BridgeAccess access, IHttpContextAccessor contexts) => cors.AddDefaultPolicy(policy => policy
        .SetIsOriginAllowed(origin => contexts.HttpContext is { } context && access.AllowsPagesOf(origin, context.Request.Host))
        .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
        .AllowAnyHeader()
        .WithExposedHeaders(McpHeaders.SessionId, McpHeaders.ProtocolVersion, "WWW-Authenticate"));

    private static void Listen(WebHostBuilderContext context, KestrelServerOptions kestrel)
    {
        var options = kestrel.ApplicationServices.GetRequiredService<IOptions<BridgeOptions>>().Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        if (ListenAddress.TryParse(options.HttpAddress, out var http))
        {
            http.Bind(kestrel, static listen => listen.Protocols = HttpProtocols.Http1);
        }
    }
}
