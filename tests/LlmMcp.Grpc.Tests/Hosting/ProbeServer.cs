using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using LlmMcp.Grpc.Tests.Probing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Grpc.Tests.Hosting;

/// <summary>A real server on a free port of this machine: gRPC on HTTP/2 without TLS.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private ProbeServer(WebApplication app, ErrorRecorder log)
    {
        _app = app;
        Log = log;
        Address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        _channel = GrpcChannel.ForAddress(Address);
        Client = new Probe.ProbeClient(_channel);
    }

    public string Address { get; }

    public int Port => new Uri(Address).Port;

    public ErrorRecorder Log { get; }

    public GrpcChannel Channel => _channel;

    public Probe.ProbeClient Client { get; }

    public ProbeSignals Signals => _app.Services.GetRequiredService<ProbeSignals>();

    public IServiceProvider Services => _app.Services;

    public static async Task<ProbeServer> StartAsync(
        Action<GrpcServiceOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        HttpProtocols protocols = HttpProtocols.Http2,
        int port = 0)
    {
        var log = new ErrorRecorder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = protocols));
        builder.Services.AddGrpc(options => configure?.Invoke(options));
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddSingleton<ProbeSignals>();
        services?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapGrpcService<ProbeService>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        app.MapGet("/plain/text", () => "not gRPC");
        await app.StartAsync();
        return new ProbeServer(app, log);
    }

    /// <summary>Stops without waiting for calls to end, as a crash would.</summary>
    public async Task KillAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }
}
