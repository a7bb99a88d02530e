using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.ServiceDefaults.Resilience;
using LlmMcp.Telemetry.Looks;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Store;

/// <summary>Core, or its database, cannot be reached.</summary>
internal sealed class CoreGoneException(Reach reach, string reason) : Exception(reason)
{
    public Reach Reach => reach;
}

/// <summary>Another process watches, or what was sent is stored already.</summary>
internal sealed class NotTheWatcherException() : Exception("Another process watches.");

/// <summary>Calls of Core's API. Every failure is one of two exceptions, or a defect.</summary>
internal sealed class CoreApi : IDisposable
{
    private const int MostBytes = 32 * 1024 * 1024;

    /// <summary>How JSON is written and read on Core's surfaces.</summary>
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = true };

    private readonly HttpClient http;

    /// <param name="options">Where Core is.</param>
    /// <param name="link">The way there; null, as always outside tests, for the network.</param>
    public CoreApi(IOptions<TelemetryOptions> options, HttpMessageHandler? link = null)
    {
        // No proxy: Core is a neighbour, and a proxy's error page is not an answer of Core.
        var network = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(5) };
        http = new HttpClient(link ?? new SafeRetries(network, TimeProvider.System))
        {
            BaseAddress = new Uri(options.Value.CoreUrl.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = MostBytes,
        };
        if (options.Value.ApiKey.Length > 0)
        {
            http.DefaultRequestHeaders.Add("X-API-Key", options.Value.ApiKey);
        }
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => CallAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken) => CallAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken cancellationToken) => CallAsync<T>(HttpMethod.Put, path, body, cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<T> CallAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path.TrimStart('/'));
            if (body is not null)
            {
                request.Content = JsonContent.Create(body, body.GetType(), options: Json);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            switch (response.StatusCode)
            {
                case HttpStatusCode.Conflict:
                    throw new NotTheWatcherException();
                case HttpStatusCode.ServiceUnavailable:
                    throw new CoreGoneException(Reach.NoDatabase, "Core answers, but its database does not");
                case HttpStatusCode.Unauthorized:
                    throw new CoreGoneException(Reach.NoCore, $"Core answers 401 to {path.Split('?')[0]}; check INTERNAL_API_KEY");
                case var status when (int)status >= 400:
                    throw new CoreGoneException(Reach.NoCore, $"Core answers {(int)status} to {path.Split('?')[0]}");
                default:
                    return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new JsonException("Core answered null.");
            }
        }
        catch (HttpRequestException exception)
        {
            throw new CoreGoneException(Reach.NoCore, exception.HttpRequestError switch
            {
                HttpRequestError.ConnectionError => "connection refused",
                HttpRequestError.NameResolutionError => "its name is not known",
                _ => "the connection broke",
            });
        }
        catch (JsonException)
        {
            throw new CoreGoneException(Reach.NoCore, $"what answers to {path.Split('?')[0]} is not Core");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CoreGoneException(Reach.NoCore, "no answer in time");
        }
    }
}
