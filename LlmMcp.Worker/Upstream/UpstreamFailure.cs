using System.Net;
using System.Net.Http.Headers;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.Upstream;

/// <summary>Says which class a model server's failure belongs to. Pure: tested against recorded answers.</summary>
internal static class UpstreamFailure
{
    /// <summary>Beginnings of Ollama's 500 texts that the request itself causes.</summary>
    private static readonly string[] CausedByRequest = ["invalid format:", "option \"", "invalid option", "failed to parse grammar"];

    /// <summary>Words in a 503 of a server that is well but busy: Ollama's full queue, llama.cpp and vLLM while loading.</summary>
    private static readonly string[] Busy = ["busy", "pending requests", "loading", "overload", "capacity", "try again"];

    /// <param name="status">The HTTP status, or the code inside an error object of a stream.</param>
    /// <param name="body">The body, at most a few kilobytes of it.</param>
    /// <param name="retryAfter">What <see cref="RetryAfter"/> read.</param>
    public static AttemptFailedException FromStatus(int status, string body, TimeSpan? retryAfter)
    {
        var text = ErrorText.FromBody(body);
        return new AttemptFailedException(Classify(status, text, body, retryAfter), ErrorText.Bound($"HTTP {status}: {text}"), retryAfter);
    }

    /// <summary>A failure below HTTP: no connection, a reset, an unreadable answer.</summary>
    public static AttemptFailedException FromTransport(Exception broken, bool answerBegan) =>
        new(
            answerBegan ? ErrorClass.StreamBroken : ErrorClass.Unreachable,
            ErrorText.Bound(answerBegan ? $"the answer broke off: {broken.Message}" : $"no answer: {broken.Message}"),
            inner: broken);

    /// <summary><c>Retry-After</c> in seconds or as a date, never negative.</summary>
    public static TimeSpan? RetryAfter(string? header, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(header, out var value))
        {
            return null;
        }

        var wait = value.Delta ?? value.Date!.Value - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static string Classify(int status, string text, string body, TimeSpan? retryAfter) => (HttpStatusCode)status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired => ErrorClass.NotConfigured,
        HttpStatusCode.NotFound => NamesModel(text, body) ? ErrorClass.ModelMissing : ErrorClass.ServerError,
        HttpStatusCode.RequestTimeout => ErrorClass.Timeout,
        HttpStatusCode.TooManyRequests => body.Contains("insufficient_quota", StringComparison.Ordinal) ? ErrorClass.NotConfigured : ErrorClass.Overloaded,
        HttpStatusCode.NotImplemented => ErrorClass.Request,
        HttpStatusCode.InternalServerError when StartsWithAny(text, CausedByRequest) => ErrorClass.Request,
        HttpStatusCode.ServiceUnavailable when retryAfter is not null || ContainsAny(text, Busy) => ErrorClass.Overloaded,
        (HttpStatusCode)529 => ErrorClass.Overloaded,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => ErrorClass.Request,
        _ => ErrorClass.ServerError,
    };

    /// <summary>A 404 page of some other server is not a missing model: that node is misconfigured.</summary>
    private static bool NamesModel(string text, string body) =>
        body.AsSpan().TrimStart().StartsWith("{") || text.Contains("model", StringComparison.OrdinalIgnoreCase);

    private static bool StartsWithAny(string text, string[] beginnings) =>
        beginnings.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal));

    private static bool ContainsAny(string text, string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
