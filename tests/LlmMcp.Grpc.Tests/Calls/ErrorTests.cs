using Grpc.Core;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class ErrorTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    public static TheoryData<StatusCode> EveryFailure => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(EveryFailure))]
    public async Task A_refusal_arrives_with_its_code_text_and_trailers(StatusCode code)
    {
        var text = $"Нет, 100% \"{code}\"\n";
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => fixture.Client.EchoAsync(new ProbeRequest { Action = "refuse", Code = (int)code, Text = text }).ResponseAsync);
        Assert.Equal(code, exception.StatusCode);
        Assert.Equal(text, exception.Status.Detail);
        Assert.Equal("because", exception.Trailers.GetValue("reason"));
        Assert.Equal([0, 1, 255], exception.Trailers.GetValueBytes("reason-bin"));
    }

    [Fact]
    public async Task A_refusal_after_messages_ends_the_stream_with_its_status()
    {
        using var call = fixture.Client.Expand(new ProbeRequest { Count = 3, Action = "refuse", Code = (int)StatusCode.Aborted, Text = "half-way" });
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Aborted, "half-way"), (exception.StatusCode, exception.Status.Detail));
        Assert.Equal(StatusCode.Aborted, call.GetStatus().StatusCode);
        Assert.Equal("because", call.GetTrailers().GetValue("reason"));
    }

    [Fact]
    public async Task A_status_set_on_the_context_replaces_the_response()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => fixture.Client.EchoAsync(new ProbeRequest { Action = "status", Code = (int)StatusCode.DataLoss, Text = "gone" }).ResponseAsync);
        Assert.Equal((StatusCode.DataLoss, "gone"), (exception.StatusCode, exception.Status.Detail));
    }

    [Fact]
    public async Task Writing_to_a_refused_call_reports_the_refusal()
    {
        using var call = fixture.Client.Chat();
        await call.RequestStream.WriteAsync(new ProbeRequest { Action = "refuse", Code = (int)StatusCode.Unauthenticated, Text = "who?" });
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new ProbeRequest()));
        Assert.Equal(StatusCode.Unauthenticated, exception.StatusCode);
    }

    [Fact]
    public async Task A_writer_that_never_reads_still_learns_of_the_refusal()
    {
        using var call = fixture.Client.Collect();
        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await call.RequestStream.WriteAsync(new ProbeRequest { Action = "refuse", Code = (int)StatusCode.PermissionDenied, Text = "no" });
            }
        });
        Assert.Equal(StatusCode.PermissionDenied, exception.StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_very_long_text_is_cut_and_the_code_still_arrives()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => fixture.Client
            .EchoAsync(new ProbeRequest { Action = "refuse", Code = (int)StatusCode.NotFound, Text = new string('x', 100_000) }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
        Assert.Equal(4096, exception.Status.Detail.Length);
    }

    [Fact]
    public async Task A_method_the_service_does_not_override_is_unimplemented()
    {
        await using var server = await ProbeServer.StartAsync();
        var method = new Method<ProbeRequest, ProbeReply>(MethodType.Unary, "llmmcp.grpc.tests.Probe", "Nothing", RequestMarshaller, ReplyMarshaller);
        var missing = new Method<ProbeRequest, ProbeReply>(MethodType.Unary, "no.such.Service", "Nothing", RequestMarshaller, ReplyMarshaller);
        foreach (var unknown in new[] { method, missing })
        {
            using var call = server.Channel.CreateCallInvoker().AsyncUnaryCall(unknown, null, default, new ProbeRequest());
            Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        }
    }

    [Fact]
    public async Task An_exception_of_the_handler_is_logged_here_and_tells_nothing_there()
    {
        await using var server = await ProbeServer.StartAsync();
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.EchoAsync(new ProbeRequest { Action = "throw", Text = "password" }).ResponseAsync);
        Assert.Equal((StatusCode.Unknown, "Exception was thrown by handler."), (exception.StatusCode, exception.Status.Detail));
        Assert.Contains("secret password", Assert.Single(server.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_the_handler_tells_its_text_when_asked_to()
    {
        await using var server = await ProbeServer.StartAsync(options => options.EnableDetailedErrors = true);
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.EchoAsync(new ProbeRequest { Action = "throw", Text = "text" }).ResponseAsync);
        Assert.Contains("InvalidOperationException: secret text", exception.Status.Detail, StringComparison.Ordinal);
    }

    private static Marshaller<ProbeRequest> RequestMarshaller { get; } =
        Marshallers.Create(message => Google.Protobuf.MessageExtensions.ToByteArray(message), ProbeRequest.Parser.ParseFrom);

    private static Marshaller<ProbeReply> ReplyMarshaller { get; } =
        Marshallers.Create(message => Google.Protobuf.MessageExtensions.ToByteArray(message), ProbeReply.Parser.ParseFrom);
}
