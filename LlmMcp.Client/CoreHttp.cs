using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LlmMcp.Client;

/// <summary>
/// Core's HTTP API. A call returns what Core said with a success status; everything else is a <see cref="CoreCallException"/>.
/// Safe for any number of callers at once.
/// </summary>
public sealed class CoreHttp : IDisposable
{
    private const int MaxAnswerBytes = 256 * 1024 * 1024;
    private readonly HttpClient http;
    private readonly TimeProvider time;

    /// <param name="endpoint">Where Core is.</param>
    /// <param name="time">The clock of the limits.</param>
    /// <param name="link">The way there; null, as always outside tests, for the network.</param>
    /// <exception cref="FormatException">The key holds characters that an HTTP header cannot carry.</exception>
    public CoreHttp(CoreEndpoint endpoint, TimeProvider time, HttpMessageHandler? link = null)
    {
        (Endpoint, this.time) = (endpoint, time);
        http = new HttpClient(link ?? Network(endpoint.Url))
        {
            BaseAddress = endpoint.Url,
            // Each call has a limit of its own.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(endpoint.Caller);
        if (!string.IsNullOrEmpty(endpoint.Key) && !http.DefaultRequestHeaders.TryAddWithoutValidation("X-API-Key", endpoint.Key))
        {
            throw new FormatException("The key holds characters that an HTTP header cannot carry.");
        }
    }

    /// <summary>Longest time a call may take, beside what it asks Core to wait.</summary>
    public static TimeSpan CallLimit { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Where calls go.</summary>
    public CoreEndpoint Endpoint { get; }

    /// <summary>GET. <paramref name="extraTime"/> is what Core was asked to wait before it answers.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken, TimeSpan extraTime = default) =>
        CallAsync(HttpMethod.Get, path, null, extraTime, cancellationToken);

    /// <summary>POST of a body that is serialised as it is.</summary>
    public Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancellationToken, TimeSpan extraTime = default) =>
        CallAsync(HttpMethod.Post, path, body, extraTime, cancellationToken);

    /// <summary>DELETE.</summary>
    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, path, null, default, cancellationToken);

    /// <summary>Opens an event stream, from behind <paramref name="lastEventId"/> if given. The caller disposes the response.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        return await CheckedAsync(request, HttpCompletionOption.ResponseHeadersRead, CallLimit, cancellationToken);
    }

    /// <summary>Sends a request and returns the answer whatever its status, headers first. The caller disposes it.</summary>
    /// <exception cref="CoreCallException">Nothing answered within <paramref name="limit"/>.</exception>
    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(token => http.SendAsync(request, completion, token), limit, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static SocketsHttpHandler Network(Uri url) => new()
    {
        // A redirect would carry the key to wherever it points; a proxy has no business between this machine and itself.
        AllowAutoRedirect = false,
        UseProxy = !url.IsLoopback,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, object? body, TimeSpan extraTime, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonWriting.Options);
        }

        using var response = await CheckedAsync(request, HttpCompletionOption.ResponseContentRead, CallLimit + extraTime, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (JsonException)
        {
            throw CoreFailures.NotCore((int)response.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> CheckedAsync(
        HttpRequestMessage request, HttpCompletionOption completion, TimeSpan limit, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, completion, limit, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            // Of a stream only the headers are here: Core may go, or fall silent, before the body.
            throw await WithinAsync(token => CoreFailures.RefusedAsync(response, token), limit, cancellationToken);
        }
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> answer, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await answer(timed.Token);
        }
        catch (HttpRequestException exception)
        {
            throw CoreFailures.Unreachable(CoreFailures.Reason(exception), exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CoreFailures.Unreachable($"no answer within {limit.TotalSeconds:0} s");
        }
    }
}
