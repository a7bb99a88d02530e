using Grpc.Core;
using Grpc.Net.Client;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class CancellationTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    private ProbeSignals Signals => fixture.Server.Signals;

    [Fact]
    public async Task The_callers_token_cancels_the_handler()
    {
        using var cancel = new CancellationTokenSource();
        using var call = fixture.Client.EchoAsync(new ProbeRequest { Action = "hang", Text = "token" }, cancellationToken: cancel.Token);
        await Signals.WaitReachedAsync("token");
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await Signals.WaitCanceledAsync("token");
    }

    [Fact]
    public async Task Disposing_a_call_cancels_the_handler()
    {
        var call = fixture.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "hang", Text = "dispose" });
        await Signals.WaitReachedAsync("dispose");
        call.Dispose();
        await Signals.WaitCanceledAsync("dispose");
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Giving_up_a_read_cancels_the_handler()
    {
        using var cancel = new CancellationTokenSource();
        using var call = fixture.Client.Expand(new ProbeRequest { Count = 1, Action = "hang", Text = "read" });
        Assert.True(await call.ResponseStream.MoveNext());
        var read = call.ResponseStream.MoveNext(cancel.Token);
        await Signals.WaitReachedAsync("read");
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => read)).StatusCode);
        await Signals.WaitCanceledAsync("read");
    }

    [Fact]
    public async Task A_token_canceled_beforehand_never_reaches_the_server()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => fixture.Client.EchoAsync(new ProbeRequest { Action = "throw" }, cancellationToken: cancel.Token).ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
    }

    [Fact]
    public async Task A_dead_connection_cancels_a_handler_that_waits()
    {
        var channel = GrpcChannel.ForAddress(fixture.Server.Address);
        using var call = new Probe.ProbeClient(channel).Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "hang", Text = "dead" });
        await Signals.WaitReachedAsync("dead");
        channel.Dispose();
        await Signals.WaitCanceledAsync("dead");
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task A_channel_may_throw_the_exception_of_cancellation_instead()
    {
        using var channel = GrpcChannel.ForAddress(fixture.Server.Address, new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var cancel = new CancellationTokenSource();
        using var call = new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest { Action = "hang", Text = "oce" }, cancellationToken: cancel.Token);
        await Signals.WaitReachedAsync("oce");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.ResponseAsync);
    }

    [Fact]
    public async Task A_handler_that_returns_early_ends_the_clients_stream()
    {
        using var call = fixture.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "refuse", Code = (int)StatusCode.Cancelled, Text = "server" });
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Cancelled, "server"), (exception.StatusCode, exception.Status.Detail));
    }
}
