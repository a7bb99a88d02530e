using LlmMcp.Worker.Results;

namespace LlmMcp.Worker.Execution;

/// <summary>Times one attempt and its first token, on the way to the real sink.</summary>
internal sealed class AttemptClock(IDeltaSink inner, TimeProvider time) : IDeltaSink
{
    private readonly long _started = time.GetTimestamp();
    private long _firstToken;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public TimeSpan? TimeToFirstToken => _firstToken == 0 ? null : time.GetElapsedTime(_started, _firstToken);

    public void AnswerBegan()
    {
        if (_firstToken == 0)
        {
            _firstToken = Math.Max(1, time.GetTimestamp());
            inner.AnswerBegan();
        }
    }

    public void Write(string response, string thinking)
    {
        AnswerBegan();
        inner.Write(response, thinking);
    }

    /// <summary>What a failed attempt can still tell: without <c>ttft_ms</c> no token had come.</summary>
    public ReadOnlyMemory<byte> FailureMetrics() => MetricsJson.OfFailure(Elapsed, TimeToFirstToken);
}
