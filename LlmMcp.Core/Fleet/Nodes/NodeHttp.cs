using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Asks nodes questions: short, bounded, straight to the address that was configured.</summary>
internal sealed class NodeHttp(TimeProvider time) : IDisposable
{
    // /api/show of a large model lists every tensor; /api/tags of a hoarder every file.
    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        // A redirect would lead to an address nobody configured, a proxy does not know the owner's machines.
        AllowAutoRedirect = false,
        UseProxy = false,
        // Cookies know no ports: what one node of a host sets would be sent to its neighbours.
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 4,
    })
    {
        // Each question has a limit of its own.
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>
    /// Asks and reads the answer; null when the node answers with another status or another JSON.
    /// </summary>
    /// <exception cref="HttpRequestException">The node cannot be reached or the answer is too long.</exception>
    /// <exception cref="OperationCanceledException">The node took too long, or <paramref name="cancellationToken"/> was canceled.</exception>
    public async Task<T?> AskAsync<T>(NodeRoute route, NodeQuestion question, TimeSpan limit, CancellationToken cancellationToken)
        where T : class
    {
        using var late = new CancellationTokenSource(limit, time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var request = new HttpRequestMessage(question.Model is null ? HttpMethod.Get : HttpMethod.Post, NodeUrl.At(route.Url, question.Path))
        {
            Content = question.Model is { } model ? JsonContent.Create(new { model }) : null,
        };
        request.Headers.Host = route.HostHeader;
        using var response = await http.SendAsync(request, timeout.Token);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(await response.Content.ReadAsByteArrayAsync(timeout.Token), CoreJson.Options);
        }
        catch (JsonException)
        {
            // Something else lives at this address; what it says is not an answer.
            return null;
        }
    }

    public void Dispose() => http.Dispose();
}
