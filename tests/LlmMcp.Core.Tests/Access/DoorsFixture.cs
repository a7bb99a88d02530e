using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.ServiceDefaults.Access;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Core.Tests.Access;

/// <summary>A server with one endpoint of each surface, behind the real middleware on a real port.</summary>
public sealed class DoorsFixture : IAsyncLifetime
{
    public const string Key = "4f1b2c3d4e5f60718293";

    private WebApplication? app;

    /// <summary>HTTP/1.1.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>HTTP/2 without TLS.</summary>
    public Uri Grpc { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Access:InternalKey"] = Key, ["Core:HttpAddress"] = "127.0.0.1:0", ["Core:GrpcAddress"] = "127.0.0.1:0",
        });
        builder.Services.AddApi().AddAccess();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            var any = new ListenAddress(System.Net.IPAddress.Loopback, 0);
            any.Bind(kestrel, static listen => listen.Protocols = HttpProtocols.Http1);
            any.Bind(kestrel, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        app = builder.Build();
        app.UseProblems();
        app.UseRouting();
        app.UseAccess();
        app.MapGet("/open", static () => "open").RequireSurface(Surface.Open);
        app.MapGet("/client", static () => "client").RequireSurface(Surface.Client);
        app.MapPost("/client", static () => "client").RequireSurface(Surface.Client);
        app.MapGet("/worker", static () => "worker").RequireSurface(Surface.Worker);
        app.MapGet("/unmarked", static () => "unmarked");
        app.MapGet("/broken", string () => throw new InvalidOperationException("secret detail")).RequireSurface(Surface.Open);
        app.MapGet("/outage", string () => throw new Npgsql.NpgsqlException("Failed to connect", new System.Net.Sockets.SocketException(111))).RequireSurface(Surface.Open);
        app.MapPost("/llmmcp.v1.Core/{method}", static (string method) => method);
        await app.StartAsync();
        var addresses = app.Urls.Select(static url => new Uri(url)).ToList();
        (Http, Grpc) = (addresses[0], addresses[1]);
    }

    public async Task DisposeAsync() => await app!.DisposeAsync();
}
