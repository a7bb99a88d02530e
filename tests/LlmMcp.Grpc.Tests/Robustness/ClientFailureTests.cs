using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Grpc.Tests.Robustness;

public sealed class ClientFailureTests
{
    [Fact]
    public async Task Nobody_listening_is_UNAVAILABLE_in_every_shape()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var client = new Probe.ProbeClient(channel);

        Assert.Equal(StatusCode.Unavailable, await CodeAsync(() => client.EchoAsync(new ProbeRequest()).ResponseAsync));
        Assert.Equal(StatusCode.Unavailable, await CodeAsync(() => client.Expand(new ProbeRequest()).ResponseStream.MoveNext()));
        Assert.Equal(StatusCode.Unavailable, await CodeAsync(() => client.Collect().ResponseAsync));
        Assert.Equal(StatusCode.Unavailable, await CodeAsync(() => client.Chat().RequestStream.WriteAsync(new ProbeRequest())));
        Assert.Equal(StatusCode.Unavailable, await CodeAsync(() => client.Chat().ResponseHeadersAsync));
    }

    [Fact]
    public async Task A_server_that_stops_makes_running_streams_UNAVAILABLE_and_the_channel_reaches_its_successor()
    {
        var first = await ProbeServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(first.Address);
        var client = new Probe.ProbeClient(channel);
        using var call = client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "alive" });
        Assert.True(await call.ResponseStream.MoveNext());
        var read = call.ResponseStream.MoveNext();

        await first.KillAsync();
        Assert.Equal(StatusCode.Unavailable, await CodeAsync(() => read));
        Assert.Equal(StatusCode.Unavailable, await CodeAsync(() => client.EchoAsync(new ProbeRequest()).ResponseAsync));

        await using var second = await ProbeServer.StartAsync(port: first.Port);
        Assert.Equal("again", (await client.EchoAsync(new ProbeRequest { Text = "again" })).Text);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(200, StatusCode.Unknown)]
    public async Task A_server_that_speaks_no_gRPC_is_told_by_its_HTTP_status(int status, StatusCode expected) =>
        Assert.Equal(expected, await CodeAgainstAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("<html>");
        }));

    [Fact]
    public async Task A_stream_without_a_status_is_INTERNAL() =>
        Assert.Equal(StatusCode.Internal, await CodeAgainstAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.BodyWriter.WriteAsync(RawCall.Frame([]));
        }));

    [Theory]
    [InlineData("0", StatusCode.Internal)]
    [InlineData("99", StatusCode.Unknown)]
    [InlineData("-5", StatusCode.Unknown)]
    [InlineData("abc", StatusCode.Unknown)]
    [InlineData("7", StatusCode.PermissionDenied)]
    public async Task A_status_in_the_headers_ends_the_call(string status, StatusCode expected) =>
        Assert.Equal(expected, await CodeAgainstAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = status;
            return Task.CompletedTask;
        }));

    [Fact]
    public async Task Garbage_from_a_server_ends_the_call_and_nothing_else()
    {
        var random = new Random(5);
        await using var app = await StartAsync(async http =>
        {
            byte[] bytes;
            lock (random)
            {
                bytes = new byte[random.Next(1, 60)];
                random.NextBytes(bytes);
                bytes[0] = (byte)random.Next(3);
            }

            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-encoding"] = "gzip";
            await http.Response.StartAsync();
            await http.Response.BodyWriter.WriteAsync(bytes);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        using var channel = GrpcChannel.ForAddress(app.Urls.First());
        var client = new Probe.ProbeClient(channel);
        for (var i = 0; i < 500; i++)
        {
            var code = await CodeAsync(() => client.EchoAsync(new ProbeRequest()).ResponseAsync);
            Assert.Contains(code, new[] { StatusCode.Internal, StatusCode.ResourceExhausted });
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_HTTP_2_end_the_call()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var peer = await listener.AcceptTcpClientAsync();
            await peer.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.6\r\nand so on and so forth\r\n"u8.ToArray());
            await peer.GetStream().CopyToAsync(Stream.Null);
        });
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var code = await CodeAsync(() => new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest()).ResponseAsync);
        Assert.Contains(code, new[] { StatusCode.Unavailable, StatusCode.Internal });
        channel.Dispose();
        await serving;
    }

    private static async Task<StatusCode> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(call)).StatusCode;

    private static async Task<StatusCode> CodeAgainstAsync(RequestDelegate answer)
    {
        await using var app = await StartAsync(answer);
        using var channel = GrpcChannel.ForAddress(app.Urls.First());
        return await CodeAsync(() => new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest()).ResponseAsync);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
