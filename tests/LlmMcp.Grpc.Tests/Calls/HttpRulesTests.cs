using System.Net;
using Grpc.Core;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class HttpRulesTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    private string Address => fixture.Server.Address;

    [Theory]
    [InlineData("application/grpc", HttpStatusCode.OK)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    [InlineData("application/grpc;charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("", HttpStatusCode.UnsupportedMediaType)]
    public async Task Only_gRPC_content_is_served(string contentType, HttpStatusCode expected) =>
        Assert.Equal(expected, (await new RawCall(Address, "Echo") { ContentType = contentType }.SendAsync(new ProbeRequest())).Http);

    [Fact]
    public async Task Another_verb_is_405() =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await new RawCall(Address, "Echo") { Verb = HttpMethod.Get }.SendAsync([])).Http);

    [Fact]
    public async Task HTTP_1_is_426()
    {
        await using var server = await ProbeServer.StartAsync(protocols: HttpProtocols.Http1);
        var answer = await new RawCall(server.Address, "Echo") { Version = HttpVersion.Version11 }.SendAsync(new ProbeRequest());
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.Http);
    }

    [Fact]
    public async Task An_unknown_method_and_an_unknown_service_are_UNIMPLEMENTED_in_the_headers()
    {
        var method = await new RawCall(Address, "Nothing").SendAsync(new ProbeRequest());
        Assert.Equal((HttpStatusCode.OK, StatusCode.Unimplemented, true), (method.Http, method.Status, method.IsTrailersOnly));
        var service = await new RawCall(Address, "Nothing") { Service = "no.such.Service" }.SendAsync(new ProbeRequest());
        Assert.Equal((HttpStatusCode.OK, StatusCode.Unimplemented, true), (service.Http, service.Status, service.IsTrailersOnly));
    }

    [Fact]
    public async Task Unknown_paths_of_the_application_stay_its_own()
    {
        var answer = await new RawCall(Address, "nothing") { Service = "plain", ContentType = "application/json" }.SendAsync([]);
        Assert.Equal(HttpStatusCode.NotFound, answer.Http);
        Assert.Null(answer.Status);
    }

    [Fact]
    public async Task An_error_before_any_message_travels_in_the_headers_alone()
    {
        var answer = await new RawCall(Address, "Echo").SendAsync(new ProbeRequest { Action = "refuse", Code = 5, Text = "50%" });
        Assert.Equal((StatusCode.NotFound, "50%25", true), (answer.Status, answer.Message, answer.IsTrailersOnly));
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task Success_travels_in_trailers()
    {
        var answer = await new RawCall(Address, "Echo").SendAsync(new ProbeRequest());
        Assert.Equal((StatusCode.OK, false), (answer.Status, answer.IsTrailersOnly));
        Assert.Equal("application/grpc", answer.Headers.TryGetValues("content-type", out var type) ? type.Single() : "application/grpc");
    }

    [Fact]
    public async Task Two_messages_to_a_method_that_takes_one_are_INTERNAL()
    {
        var frame = RawCall.Frame([]);
        Assert.Equal(StatusCode.Internal, (await new RawCall(Address, "Echo").SendAsync([.. frame, .. frame])).Status);
    }

    [Fact]
    public async Task No_message_to_a_method_that_takes_one_is_INTERNAL() =>
        Assert.Equal(StatusCode.Internal, (await new RawCall(Address, "Echo").SendAsync([])).Status);

    [Fact]
    public async Task Metadata_that_is_no_base64_is_INTERNAL()
    {
        var call = new RawCall(Address, "Echo") { Headers = { ["broken-bin"] = "!!!" } };
        Assert.Equal(StatusCode.Internal, (await call.SendAsync(new ProbeRequest())).Status);
    }

    [Fact]
    public async Task Binary_metadata_may_come_unpadded_and_several_in_one()
    {
        var call = new RawCall(Address, "Echo") { Headers = { ["x-bin"] = "AQ,AgM=" } };
        var answer = await call.SendAsync(new ProbeRequest());
        Assert.Equal("0203", ProbeReply.Parser.ParseFrom(answer.Body.AsSpan(5).ToArray()).Facts["x-bin"]);
    }
}
