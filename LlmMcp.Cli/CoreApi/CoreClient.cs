using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.CoreApi;

/// <summary>
/// Core's HTTP API. A call returns what Core said with a success status; everything else is a
/// <see cref="CommandFailedException"/> that carries Core's error code and a way out.
/// </summary>
internal sealed class CoreClient : IDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(3);
    private readonly HttpClient http;

    public CoreClient(CoreAddress address)
    {
        Address = address;
        // A redirect would carry the key to wherever it points; a proxy has no business between this machine and itself.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = !address.Url.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
        http = new HttpClient(handler)
        {
            BaseAddress = address.Url,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 256 * 1024 * 1024,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("llm-mcp", VersionCommand.OfThisProgram));
        if (address.Key is not null && !http.DefaultRequestHeaders.TryAddWithoutValidation("X-API-Key", address.Key))
        {
            throw CommandFailedException.Usage("The key holds characters that an HTTP header cannot carry.");
        }
    }

    public CoreAddress Address { get; }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken, TimeSpan extraTime = default) =>
        CallAsync(HttpMethod.Get, path, body: null, extraTime, cancellationToken);

    public Task<JsonElement> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken, TimeSpan extraTime = default) =>
        CallAsync(HttpMethod.Post, path, body, extraTime, cancellationToken);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, path, body: null, default, cancellationToken);

    /// <summary>Opens an event stream, from behind <paramref name="lastEventId"/> if given. The caller disposes the response.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        return await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CallLimit, cancellationToken);
    }

    /// <summary>Asks <c>/health</c>, which needs no key. Never fails: not answering is one of the answers.</summary>
    public async Task<CoreHealth> ProbeAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeLimit);
        try
        {
            using var response = await http.GetAsync("health", limit.Token);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
            return response.IsSuccessStatusCode && body.Text("version") is { } version
                ? new CoreHealth.Answers(version)
                : new CoreHealth.NotCore($"its /health answers HTTP {(int)response.StatusCode} without a version");
        }
        catch (JsonException)
        {
            return new CoreHealth.NotCore("its /health is not JSON");
        }
        catch (HttpRequestException exception)
        {
            return new CoreHealth.Unreachable(CoreFailures.Reason(exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CoreHealth.Unreachable($"no answer within {ProbeLimit.TotalSeconds:0} s");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> CallAsync(
        HttpMethod method, string path, JsonObject? body, TimeSpan extraTime, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, options: JsonView.Options);
        }

        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, CallLimit + extraTime, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (JsonException)
        {
            throw CoreFailures.NotCore(Address, response.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(limit);
        try
        {
            var response = await http.SendAsync(request, completion, timed.Token);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw CoreFailures.Refused(Address, response.StatusCode, await response.Content.ReadAsStringAsync(timed.Token));
            }
        }
        catch (HttpRequestException exception)
        {
            throw CoreFailures.Unreachable(Address, CoreFailures.Reason(exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CoreFailures.Unreachable(Address, $"no answer within {limit.TotalSeconds:0} s");
        }
    }
}
