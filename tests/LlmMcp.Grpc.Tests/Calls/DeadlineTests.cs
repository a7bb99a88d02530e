using Grpc.Core;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class DeadlineTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    [Fact]
    public async Task A_deadline_ends_the_call_and_cancels_the_handler()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => fixture.Client
            .EchoAsync(new ProbeRequest { Action = "hang", Text = "unary" }, deadline: In(TimeSpan.FromMilliseconds(200))).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        await fixture.Server.Signals.WaitCanceledAsync("unary");
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_nobody_reads()
    {
        using var call = fixture.Client.Chat(deadline: In(TimeSpan.FromMilliseconds(200)));
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "hang", Text = "unread" });
        await fixture.Server.Signals.WaitCanceledAsync("unread");
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new ProbeRequest()))).StatusCode);
    }

    [Fact]
    public async Task A_deadline_in_the_past_never_reaches_the_server()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => fixture.Client
            .EchoAsync(new ProbeRequest { Action = "throw" }, deadline: In(TimeSpan.FromSeconds(-1))).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Fact]
    public async Task The_handler_sees_the_deadline()
    {
        var deadline = In(TimeSpan.FromHours(1));
        var reply = await fixture.Client.EchoAsync(new ProbeRequest(), deadline: deadline);
        var seen = DateTime.Parse(reply.Facts["deadline"], null, System.Globalization.DateTimeStyles.RoundtripKind);
        // What travels is the time that is left: on its way the deadline moves by as much as the call takes, and not by more.
        Assert.InRange(seen, deadline.AddMilliseconds(-1), In(TimeSpan.FromHours(1)).AddMilliseconds(1));
        Assert.Equal("none", (await fixture.Client.EchoAsync(new ProbeRequest())).Facts["deadline"]);
        Assert.Equal("none", (await fixture.Client.EchoAsync(new ProbeRequest(), deadline: DateTime.MaxValue)).Facts["deadline"]);
    }

    [Fact]
    public async Task The_server_itself_ends_a_call_whose_deadline_passed()
    {
        // The client's own timer is far away: only the header says 50 ms.
        var raw = new RawCall(fixture.Server.Address, "Echo") { Headers = { ["grpc-timeout"] = "50m" } };
        var answer = await raw.SendAsync(new ProbeRequest { Action = "hang", Text = "server side" });
        Assert.Equal(StatusCode.DeadlineExceeded, answer.Status);
    }

    [Theory]
    [InlineData("0n")]
    [InlineData("0S")]
    public async Task A_deadline_of_zero_has_passed(string timeout)
    {
        var raw = new RawCall(fixture.Server.Address, "Echo") { Headers = { ["grpc-timeout"] = timeout } };
        Assert.Equal(StatusCode.DeadlineExceeded, (await raw.SendAsync(new ProbeRequest { Action = "hang", Text = timeout })).Status);
    }

    [Theory]
    [InlineData("1H")]
    [InlineData("99999999H")]
    [InlineData("60M")]
    [InlineData("30S")]
    [InlineData("30000m")]
    [InlineData("30000000u")]
    [InlineData("99999999n", StatusCode.OK)]
    [InlineData("S", StatusCode.Internal)]
    [InlineData("-1S", StatusCode.Internal)]
    [InlineData("1", StatusCode.Internal)]
    [InlineData("1x", StatusCode.Internal)]
    [InlineData("123456789S", StatusCode.Internal)]
    public async Task Every_unit_is_understood_and_nothing_else(string timeout, StatusCode expected = StatusCode.OK)
    {
        var raw = new RawCall(fixture.Server.Address, "Echo") { Headers = { ["grpc-timeout"] = timeout } };
        Assert.Equal(expected, (await raw.SendAsync(new ProbeRequest())).Status);
    }

    private static DateTime In(TimeSpan time) => TimeProvider.System.GetUtcNow().UtcDateTime + time;
}
