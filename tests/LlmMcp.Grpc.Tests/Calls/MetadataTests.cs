using Grpc.Core;
using Grpc.Core.Interceptors;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class MetadataTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    [Fact]
    public async Task Request_headers_reach_the_handler_as_text_and_as_bytes()
    {
        var reply = await fixture.Client.EchoAsync(new ProbeRequest(), new Metadata { { "X-Text", "a b" }, { "x-bytes-bin", [0, 128, 255] } });
        Assert.Equal("a b", reply.Facts["x-text"]);
        Assert.Equal("0080FF", reply.Facts["x-bytes-bin"]);
        Assert.DoesNotContain("te", reply.Facts.Keys);
        Assert.DoesNotContain("grpc-accept-encoding", reply.Facts.Keys);
    }

    [Fact]
    public async Task Response_headers_arrive_before_and_trailers_after_the_response()
    {
        using var call = fixture.Client.EchoAsync(new ProbeRequest { Action = "metadata" });
        var headers = await call.ResponseHeadersAsync;
        Assert.Equal("bird", headers.GetValue("early"));
        Assert.Equal([1, 2, 3], headers.GetValueBytes("early-bin"));
        await call;
        Assert.Equal("owl", call.GetTrailers().GetValue("late"));
        Assert.Equal([4, 5, 6], call.GetTrailers().GetValueBytes("late-bin"));
    }

    [Fact]
    public async Task Trailers_arrive_after_a_stream()
    {
        using var call = fixture.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "metadata" });
        await call.RequestStream.CompleteAsync();
        await foreach (var _ in call.ResponseStream.ReadAllAsync())
        {
        }

        Assert.Equal("owl", call.GetTrailers().GetValue("late"));
    }

    [Fact]
    public async Task An_interceptor_of_the_channel_adds_a_header_to_every_call()
    {
        var client = new Probe.ProbeClient(fixture.Server.Channel.Intercept(headers =>
        {
            headers.Add("x-key", "k");
            return headers;
        }));
        var given = new Metadata { { "x-other", "o" } };
        var reply = await client.EchoAsync(new ProbeRequest(), given);
        Assert.Equal(("k", "o"), (reply.Facts["x-key"], reply.Facts["x-other"]));
        Assert.Single(given);
    }

    [Fact]
    public async Task The_status_and_trailers_of_a_running_call_are_not_to_be_had()
    {
        using var call = fixture.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest());
        await call.ResponseStream.MoveNext();
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("Привет")]
    public void A_text_value_that_cannot_travel_is_refused_where_it_is_written(string value) =>
        Assert.Throws<ArgumentException>(() => new Metadata { { "key", value } });

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData("ключ")]
    public void A_key_that_cannot_travel_is_refused(string key) => Assert.Throws<ArgumentException>(() => new Metadata { { key, "v" } });

    [Fact]
    public void Bytes_and_the_bin_ending_go_together()
    {
        Assert.Throws<ArgumentException>(() => new Metadata { { "key", [1] } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "key-bin", "text" } });
    }
}
