using Google.Protobuf;
using Grpc.Core;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class CallShapeTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    [Fact]
    public async Task A_unary_call_returns_its_response_and_OK()
    {
        using var call = fixture.Client.EchoAsync(new ProbeRequest { Text = "hello" });
        var reply = await call;
        Assert.Equal("hello", reply.Text);
        Assert.Equal(Status.DefaultSuccess, call.GetStatus());
        Assert.Equal("/llmmcp.grpc.tests.Probe/Echo", reply.Facts["method"]);
        Assert.StartsWith("ipv4:127.0.0.1:", reply.Facts["peer"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_unary_call_may_block() => Assert.Equal("wait", fixture.Client.Echo(new ProbeRequest { Text = "wait" }).Text);

    [Fact]
    public async Task An_empty_message_travels()
    {
        using var call = fixture.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(new ProbeReply(), call.ResponseStream.Current);
    }

    [Fact]
    public async Task A_client_stream_is_collected_into_one_response()
    {
        using var call = fixture.Client.Collect();
        foreach (var letter in "abc")
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = letter.ToString() });
        }

        await call.RequestStream.CompleteAsync();
        var reply = await call;
        Assert.Equal(("abc", 3), (reply.Text, reply.Count));
    }

    [Fact]
    public async Task An_empty_client_stream_still_gets_its_response()
    {
        using var call = fixture.Client.Collect();
        await call.RequestStream.CompleteAsync();
        Assert.Equal(0, (await call).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_server_stream_arrives_whole_and_in_order(int count)
    {
        using var call = fixture.Client.Expand(new ProbeRequest { Count = count });
        var expected = 0;
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal(expected++, reply.Count);
        }

        Assert.Equal(count, expected);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_duplex_stream_answers_each_message_before_the_next_is_sent()
    {
        using var call = fixture.Client.Chat();
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = $"{i}" });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Ten_thousand_messages_pass_in_both_directions_at_once()
    {
        const int Count = 10_000;
        using var call = fixture.Client.Chat();
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await call.RequestStream.WriteAsync(new ProbeRequest { Text = $"{i}" });
            }

            await call.RequestStream.CompleteAsync();
        });

        var received = 0;
        while (await call.ResponseStream.MoveNext())
        {
            Assert.Equal($"{received++}", call.ResponseStream.Current.Text);
        }

        await writing;
        Assert.Equal(Count, received);
    }

    [Fact]
    public async Task A_message_of_nearly_four_mebibytes_passes_by_default()
    {
        var blob = new byte[(4 * 1024 * 1024) - 1000];
        new Random(7).NextBytes(blob);
        var reply = await fixture.Client.EchoAsync(new ProbeRequest { Blob = ByteString.CopyFrom(blob) });
        Assert.Equal(blob, reply.Blob.Memory);
    }

    [Fact]
    public async Task Two_hundred_calls_run_side_by_side_over_one_channel()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => fixture.Client.EchoAsync(new ProbeRequest { Text = $"{i}" }).ResponseAsync));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), replies.Select(reply => reply.Text));
    }

    [Fact]
    public async Task More_streams_than_one_connection_allows_stay_open_at_once()
    {
        // Kestrel allows 100 streams on a connection; the channel opens further connections.
        var calls = Enumerable.Range(0, 150).Select(_ => fixture.Client.Chat()).ToArray();
        foreach (var call in calls)
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = "open" });
            Assert.True(await call.ResponseStream.MoveNext());
        }

        foreach (var call in calls)
        {
            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext());
        }
    }

    [Fact]
    public async Task A_second_write_before_the_first_completes_is_refused()
    {
        using var call = fixture.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "hang", Text = "slow reader" });
        await fixture.Server.Signals.WaitReachedAsync("slow reader");

        // The handler does not read, so flow control holds a message larger than the window.
        var first = call.RequestStream.WriteAsync(new ProbeRequest { Blob = ByteString.CopyFrom(new byte[3_000_000]) });
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new ProbeRequest()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.CompleteAsync());
        Assert.False(first.IsCompleted);
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => first)).StatusCode);
    }

    [Fact]
    public async Task A_write_after_the_stream_is_complete_is_refused()
    {
        using var call = fixture.Client.Collect();
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new ProbeRequest()));
    }
}
