using System.Net;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Routing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Asks OpenRouter: with the key, bounded in time and size, at the configured address and nowhere else.</summary>
internal sealed class OpenRouterClient(IOptions<OpenRouterOptions> options, IOptions<CloudOptions> cloud, TimeProvider time) : IDisposable
{
    // The catalogue of several hundred models is about a megabyte.
    private const int MaxAnswerBytes = 32 * 1024 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        // A redirect would carry the key to an address nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        // Each question has a limit of its own.
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>True when there is a key to ask with.</summary>
    public bool HasKey => cloud.Value.Keys.OpenRouter;

    /// <summary>The base below which <c>models</c> and <c>key</c> lie; null when the text is no http or https URL.</summary>
    public static Uri? Base(string url) => NodeUrl.TryParse(url, 443, out var address) ? OpenAiBase.Of(address) : null;

    /// <summary>The body of <paramref name="path"/> below the base; null when there is no such path.</summary>
    /// <exception cref="OpenRouterException">There is no usable answer; its text says why and never contains the key.</exception>
    public async Task<byte[]?> GetAsync(string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, NodeUrl.At(Base(options.Value.BaseUrl)!, path));
        if (!request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {cloud.Value.OpenRouterApiKey.Trim()}"))
        {
            throw new OpenRouterException("the key cannot be sent in a header");
        }

        try
        {
            using var response = await http.SendAsync(request, timeout.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsByteArrayAsync(timeout.Token)
                : throw new OpenRouterException($"it answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenRouterException($"it did not answer within {limit.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException exception)
        {
            throw new OpenRouterException(exception.Message);
        }
    }

    public void Dispose() => http.Dispose();
}

/// <summary>OpenRouter gave no usable answer.</summary>
internal sealed class OpenRouterException(string message) : Exception(message);
