using Grpc.Core;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Tests.Api;

public sealed class ApiErrorStatusTests
{
    [Theory]
    [InlineData(400, StatusCode.InvalidArgument)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.NotFound)]
    [InlineData(405, StatusCode.Unimplemented)]
    [InlineData(409, StatusCode.FailedPrecondition)]
    [InlineData(413, StatusCode.ResourceExhausted)]
    [InlineData(429, StatusCode.ResourceExhausted)]
    [InlineData(500, StatusCode.Internal)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.DeadlineExceeded)]
    [InlineData(418, StatusCode.Unknown)]
    public void A_status_of_http_means_this_on_grpc(int http, StatusCode grpc) => Assert.Equal(grpc, ApiErrorStatus.ToGrpc(http));

    [Fact]
    public void The_text_for_people_wins_over_the_word_for_old_clients()
    {
        var error = new ApiError(400, "routing_failed", "prompt_required") { Detail = "Give a prompt." };

        Assert.Equal("Give a prompt.", error.ToGrpcStatus().Detail);
        Assert.Equal("prompt_required", error.ToBody().Message);
        Assert.Equal("Give a prompt.", error.ToBody().Detail);
    }
}
