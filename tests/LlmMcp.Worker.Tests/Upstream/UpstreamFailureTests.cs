using LlmMcp.Contracts;
using LlmMcp.Worker.Tests.Fakes;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Tests.Upstream;

public class UpstreamFailureTests
{
    [Theory]
    [InlineData("generate-format-invalid.json", 500, ErrorClass.Request, "HTTP 500: invalid format: \"\\\"yaml\\\"\"; expected \"json\" or a valid JSON Schema object")]
    [InlineData("generate-invalid-option-type.json", 500, ErrorClass.Request, "HTTP 500: option \"temperature\" must be of type float32")]
    [InlineData("generate-think-unsupported.json", 400, ErrorClass.Request, "HTTP 400: \"hello\" does not support thinking")]
    [InlineData("generate-bad-keep-alive.json", 400, ErrorClass.Request, null)]
    [InlineData("generate-cloud-disabled.json", 403, ErrorClass.Request, null)]
    [InlineData("chat-images-unsupported.json", 400, ErrorClass.Request, "HTTP 400: Multimodal data provided, but model does not support multimodal requests.")]
    [InlineData("embed-completion-model.json", 501, ErrorClass.Request, null)]
    [InlineData("v1-embeddings-empty.json", 400, ErrorClass.Request, "HTTP 400: invalid input")]
    [InlineData("generate-unknown-model.json", 404, ErrorClass.ModelMissing, "HTTP 404: model 'nope' not found")]
    [InlineData("embed-unknown-model.json", 404, ErrorClass.ModelMissing, null)]
    [InlineData("v1-chat-unknown-model.json", 404, ErrorClass.ModelMissing, "HTTP 404: model 'nope' not found")]
    [InlineData("route-unknown.txt", 404, ErrorClass.ServerError, "HTTP 404: 404 page not found")]
    [InlineData("generate-load-failure.json", 500, ErrorClass.ServerError, null)]
    [InlineData("v1-chat-load-failure.json", 500, ErrorClass.ServerError, null)]
    [InlineData("runner-killed-generate-nonstream.json", 500, ErrorClass.ServerError, null)]
    [InlineData("generate-queue-full.json", 503, ErrorClass.Overloaded, "HTTP 503: server busy, please try again.  maximum pending requests exceeded")]
    [InlineData("v1-chat-queue-full.json", 503, ErrorClass.Overloaded, null)]
    public void Recorded_failures_are_told_apart(string sample, int status, string errorClass, string? text)
    {
        var failure = UpstreamFailure.FromStatus(status, Sample.Text(sample), null);
        Assert.Equal(errorClass, failure.ErrorClass);
        if (text is not null)
        {
            Assert.Equal(text, failure.Message);
        }
    }

    [Theory]
    [InlineData(401, "", ErrorClass.NotConfigured)]
    [InlineData(402, "", ErrorClass.NotConfigured)]
    [InlineData(408, "", ErrorClass.Timeout)]
    [InlineData(429, "", ErrorClass.Overloaded)]
    [InlineData(429, """{"error":{"code":"insufficient_quota","message":"You exceeded your quota"}}""", ErrorClass.NotConfigured)]
    [InlineData(503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", ErrorClass.Overloaded)]
    [InlineData(503, "no healthy upstream", ErrorClass.ServerError)]
    [InlineData(302, "", ErrorClass.ServerError)]
    [InlineData(502, "<html>bad gateway</html>", ErrorClass.ServerError)]
    public void Statuses_are_told_apart(int status, string body, string errorClass) =>
        Assert.Equal(errorClass, UpstreamFailure.FromStatus(status, body, null).ErrorClass);

    [Fact]
    public void A_503_that_names_a_time_is_an_overload() =>
        Assert.Equal(ErrorClass.Overloaded, UpstreamFailure.FromStatus(503, "maintenance", TimeSpan.FromSeconds(1)).ErrorClass);

    [Theory]
    [InlineData("17", 17.0)]
    [InlineData("Sat, 21 Nov 2026 12:01:30 GMT", 90.0)]
    [InlineData("Sat, 21 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("soon", null)]
    [InlineData("-3", null)]
    [InlineData(null, null)]
    public void Retry_after_is_read_in_both_forms(string? header, double? seconds) =>
        Assert.Equal(
            seconds,
            UpstreamFailure.RetryAfter(header, new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero))?.TotalSeconds);

    [Fact]
    public void A_long_error_body_is_cut()
    {
        var failure = UpstreamFailure.FromStatus(500, new string('x', 100_000), null);
        Assert.InRange(failure.Message.Length, 1000, ErrorText.MaxLength);
    }
}
