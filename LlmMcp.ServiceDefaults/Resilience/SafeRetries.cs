using System.Net;
using Polly;
using Polly.Retry;

namespace LlmMcp.ServiceDefaults.Resilience;

/// <summary>
/// Repeats calls between our own processes that a restart cuts off, where repeating them cannot do harm: <c>GET</c> and
/// <c>HEAD</c> that found nobody, or a server that is just stopping (502, 503, 504). A <c>POST</c> is never sent twice: its
/// first sending may have been heard.
/// </summary>
public sealed class SafeRetries : DelegatingHandler
{
    /// <summary>Repetitions after the first try.</summary>
    public const int Most = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    /// <param name="inner">Sends each try.</param>
    /// <param name="time">Clock of the pauses.</param>
    public SafeRetries(HttpMessageHandler inner, TimeProvider time)
        : base(inner)
    {
        pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Most,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static call => ValueTask.FromResult(IsWorthAnotherTry(call.Outcome)),
                OnRetry = static call =>
                {
                    call.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            ? await pipeline.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken)
            : await base.SendAsync(request, cancellationToken);

    private static bool IsWorthAnotherTry(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded }
        || outcome.Result?.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
