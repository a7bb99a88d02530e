using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class CompressionTests
{
    private static readonly string _long = new('z', 100_000);

    [Fact]
    public async Task A_client_may_compress_its_requests()
    {
        await using var server = await ProbeServer.StartAsync();
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var reply = await server.Client.EchoAsync(new ProbeRequest { Text = _long }, headers);
        Assert.Equal(_long, reply.Text);
        Assert.DoesNotContain("grpc-internal-encoding-request", reply.Facts.Keys);

        using var call = server.Client.Collect(headers);
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = _long });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "plain" });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(_long + "plain", (await call).Text);
    }

    [Fact]
    public async Task A_server_compresses_for_those_who_accept_it()
    {
        await using var server = await ProbeServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        var accepting = new RawCall(server.Address, "Echo") { Headers = { ["grpc-accept-encoding"] = "identity, gzip" } };
        var compressed = await accepting.SendAsync(new ProbeRequest { Text = _long });
        Assert.Equal("gzip", compressed.Headers.GetValues("grpc-encoding").Single());
        Assert.Equal(1, compressed.Body[0]);
        Assert.InRange(compressed.Body.Length, 1, 5_000);

        var plain = await new RawCall(server.Address, "Echo").SendAsync(new ProbeRequest { Text = _long });
        Assert.Equal(0, plain.Body[0]);
        Assert.False(plain.Headers.Contains("grpc-encoding"));

        Assert.Equal(_long, (await server.Client.EchoAsync(new ProbeRequest { Text = _long })).Text);
    }

    [Fact]
    public async Task A_small_message_that_unpacks_to_a_large_one_is_stopped_at_the_limit()
    {
        await using var server = await ProbeServer.StartAsync();
        var bomb = Gzip(new byte[200 * 1024 * 1024]);
        Assert.InRange(bomb.Length, 1, 1024 * 1024);
        var answer = await new RawCall(server.Address, "Echo") { Headers = { ["grpc-encoding"] = "gzip" } }.SendAsync(RawCall.Frame(bomb, flag: 1));
        Assert.Equal(StatusCode.ResourceExhausted, answer.Status);
    }

    [Fact]
    public async Task An_unknown_encoding_is_UNIMPLEMENTED_and_names_those_we_have()
    {
        await using var server = await ProbeServer.StartAsync();
        var answer = await new RawCall(server.Address, "Echo") { Headers = { ["grpc-encoding"] = "snappy" } }.SendAsync(new ProbeRequest());
        Assert.Equal(StatusCode.Unimplemented, answer.Status);
        Assert.Equal("identity,gzip", answer.Headers.GetValues("grpc-accept-encoding").Single());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("identity")]
    public async Task A_compressed_flag_without_an_encoding_is_INTERNAL(string? encoding)
    {
        await using var server = await ProbeServer.StartAsync();
        var call = new RawCall(server.Address, "Echo");
        if (encoding is not null)
        {
            call.Headers["grpc-encoding"] = encoding;
        }

        Assert.Equal(StatusCode.Internal, (await call.SendAsync(RawCall.Frame(Gzip([]), flag: 1))).Status);
    }

    [Fact]
    public async Task Damaged_gzip_is_INTERNAL()
    {
        await using var server = await ProbeServer.StartAsync();
        var packed = Gzip(new ProbeRequest { Text = _long }.ToByteArray());
        packed[^6] ^= 0x55;
        var answer = await new RawCall(server.Address, "Echo") { Headers = { ["grpc-encoding"] = "gzip" } }.SendAsync(RawCall.Frame(packed, flag: 1));
        Assert.Equal(StatusCode.Internal, answer.Status);
        Assert.Empty(server.Log.Errors);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
