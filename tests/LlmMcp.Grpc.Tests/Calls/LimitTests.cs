using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class LimitTests
{
    [Fact]
    public async Task A_request_over_the_servers_limit_is_RESOURCE_EXHAUSTED()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = 1000);
        Assert.Equal(900, (await server.Client.EchoAsync(Blob(900))).Blob.Length);
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOfAsync(server.Client.EchoAsync(Blob(1001))));

        using var call = server.Client.Collect();
        await call.RequestStream.WriteAsync(Blob(900));
        await call.RequestStream.WriteAsync(Blob(1001));
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_response_over_the_servers_own_limit_is_RESOURCE_EXHAUSTED()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxSendMessageSize = 1000);
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOfAsync(server.Client.EchoAsync(new ProbeRequest { Count = 1001 })));
    }

    [Fact]
    public async Task A_response_over_the_clients_limit_is_RESOURCE_EXHAUSTED()
    {
        await using var server = await ProbeServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOfAsync(new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest { Count = 1001 })));
    }

    [Fact]
    public async Task A_request_over_the_clients_own_limit_is_never_sent()
    {
        await using var server = await ProbeServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxSendMessageSize = 1000 });
        var client = new Probe.ProbeClient(channel);
        Assert.Equal(StatusCode.ResourceExhausted, await CodeOfAsync(client.EchoAsync(Blob(1001))));
        using var call = client.Collect();
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(Blob(1001)))).StatusCode);
    }

    [Fact]
    public async Task Without_limits_forty_megabytes_pass_both_ways()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = null);
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var reply = await new Probe.ProbeClient(channel).EchoAsync(Blob(40_000_000));
        Assert.Equal(40_000_000, reply.Blob.Length);
    }

    private static ProbeRequest Blob(int size) => new() { Blob = ByteString.CopyFrom(new byte[size]) };

    private static async Task<StatusCode> CodeOfAsync(AsyncUnaryCall<ProbeReply> call) =>
        (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode;
}
