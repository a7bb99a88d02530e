using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Interop;

/// <summary>Node's server, and our client to it.</summary>
public sealed class NodeServerFixture : IAsyncLifetime
{
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(1000);
    private NodePeer? _peer;
    private GrpcChannel? _channel;
    private Task _reading = Task.CompletedTask;

    internal Probe.ProbeClient Client { get; private set; } = null!;

    internal GrpcChannel Connection => _channel!;

    public async Task InitializeAsync()
    {
        _peer = await NodePeer.StartAsync("server.js");
        _reading = ReadAsync(_peer.Output);
        var port = (await NextLineAsync("port "))["port ".Length..];
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        Client = new Probe.ProbeClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel!.Dispose();
        await _peer!.DisposeAsync();
        await _reading;
    }

    /// <summary>The next line that starts so; lines before it are dropped. Tests of one class run one after another.</summary>
    internal async Task<string> NextLineAsync(string start)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var line = await _lines.Reader.ReadAsync(patience.Token);
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            await _lines.Writer.WriteAsync(line);
        }
    }
}

public sealed class NodeServerTests(NodeServerFixture fixture) : IClassFixture<NodeServerFixture>
{
    private Probe.ProbeClient Client => fixture.Client;

    [Fact]
    public async Task Unary() => Assert.Equal("hello", (await Client.EchoAsync(new ProbeRequest { Text = "hello" })).Text);

    [Fact]
    public async Task Client_stream()
    {
        using var call = Client.Collect();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = text });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal("abc", (await call).Text);
    }

    [Fact]
    public async Task Server_stream()
    {
        using var call = Client.Expand(new ProbeRequest { Count = 1000 });
        var replies = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            replies.Add(reply.Count);
        }

        Assert.Equal(Enumerable.Range(0, 1000), replies);
    }

    [Fact]
    public async Task Duplex_stream()
    {
        using var call = Client.Chat();
        for (var i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = $"{i}" });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Deadline()
    {
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200);
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => Client.EchoAsync(new ProbeRequest { Action = "hang", Text = "deadline" }, deadline: deadline).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        await fixture.NextLineAsync("canceled deadline");
    }

    [Fact]
    public async Task Cancel()
    {
        using var cancel = new CancellationTokenSource();
        using var call = Client.Chat(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "hang", Text = "cancel" });
        await fixture.NextLineAsync("reached cancel");
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        await fixture.NextLineAsync("canceled cancel");
    }

    [Fact]
    public async Task Metadata_both_ways()
    {
        var sent = new Metadata { { "x-text", "a b" }, { "x-data-bin", [0, 128, 255] } };
        using var call = Client.EchoAsync(new ProbeRequest { Action = "metadata" }, sent);
        var headers = await call.ResponseHeadersAsync;
        var reply = await call;
        Assert.Equal(("a b", "0080FF"), (reply.Facts["x-text"], reply.Facts["x-data-bin"]));
        Assert.Equal("bird", headers.GetValue("early"));
        Assert.Equal([1, 2, 3], headers.GetValueBytes("early-bin"));
        Assert.Equal("owl", call.GetTrailers().GetValue("late"));
        Assert.Equal([4, 5, 6], call.GetTrailers().GetValueBytes("late-bin"));
    }

    [Fact]
    public async Task Errors()
    {
        foreach (var code in Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK))
        {
            var request = new ProbeRequest { Action = "refuse", Code = (int)code, Text = $"Нет {code}%" };
            var exception = await Assert.ThrowsAsync<RpcException>(() => Client.EchoAsync(request).ResponseAsync);
            Assert.Equal((code, request.Text), (exception.StatusCode, exception.Status.Detail));
            Assert.Equal("because", exception.Trailers.GetValue("reason"));
            Assert.Equal([0, 1, 255], exception.Trailers.GetValueBytes("reason-bin"));
        }
    }

    [Fact]
    public async Task Error_after_messages()
    {
        using var call = Client.Expand(new ProbeRequest { Count = 3, Action = "refuse", Code = (int)StatusCode.Aborted, Text = "half-way" });
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        Assert.Equal(StatusCode.Aborted, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task Unimplemented()
    {
        var empty = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        using var call = Channelled(new Method<byte[], byte[]>(MethodType.Unary, "no.such.Service", "Method", empty, empty));
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task Gzip()
    {
        var text = new string('z', 100_000);
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        Assert.Equal(text, (await Client.EchoAsync(new ProbeRequest { Text = text }, headers)).Text);
        using var call = Client.Chat(headers);
        for (var i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = text });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }
    }

    [Fact]
    public async Task Big_messages()
    {
        var blob = new byte[10 * 1024 * 1024];
        new Random(3).NextBytes(blob);
        Assert.Equal(blob, (await Client.EchoAsync(new ProbeRequest { Blob = ByteString.CopyFrom(blob) })).Blob.Memory);
    }

    [Fact]
    public async Task Three_hundred_calls_at_once()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Client.EchoAsync(new ProbeRequest { Text = $"{i}" }).ResponseAsync));
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), replies.Select(reply => reply.Text));
    }

    private AsyncUnaryCall<byte[]> Channelled(Method<byte[], byte[]> method) =>
        fixture.Connection.CreateCallInvoker().AsyncUnaryCall(method, null, default, []);
}
