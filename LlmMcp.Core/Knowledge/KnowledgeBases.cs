using System.Net;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Knowledge;

/// <summary>The knowledge bases of the settings, each at its configured address and nowhere else; bounded in time and size.</summary>
internal sealed class KnowledgeBases : IDisposable
{
    private const int MaxAnswerBytes = 1024 * 1024;

    private readonly KnowledgeOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        // A redirect would carry the key and the text to an address nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        // Each knowledge base has a limit of its own.
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    public KnowledgeBases(IOptions<KnowledgeOptions> options, TimeProvider time)
    {
        (this.options, this.time) = (options.Value, time);
        Known = [.. KnowledgeTarget.All.Where(target => AddressOf(target) is not null)];
    }

    /// <summary>Those that have an address.</summary>
    public IReadOnlyList<KnowledgeTarget> Known { get; }

    /// <summary>Passes a text on.</summary>
    /// <exception cref="KnowledgeException">There is no answer; its text says why and never contains the key.</exception>
    public async Task<KnowledgeAnswer> IngestAsync(KnowledgeTarget target, IngestRequest request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(target.Limit, time);
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var message = new HttpRequestMessage(HttpMethod.Post, NodeUrl.At(AddressOf(target)!, target.Path));
        message.Content = JsonContent.Create(target.Body(request, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
        if (target == KnowledgeTarget.LightRag && options.LightRagApiKey.Length > 0 && !message.Headers.TryAddWithoutValidation("X-API-Key", options.LightRagApiKey))
        {
            throw new KnowledgeException("the key cannot be sent in a header");
        }

        try
        {
            using var answer = await http.SendAsync(message, timed.Token);
            return new KnowledgeAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsByteArrayAsync(timed.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KnowledgeException($"it did not answer within {target.Limit.TotalSeconds:0} s");
        }
        catch (HttpRequestException exception)
        {
            throw new KnowledgeException(exception.Message);
        }
    }

    public void Dispose() => http.Dispose();

    private Uri? AddressOf(KnowledgeTarget target)
    {
        var text = target == KnowledgeTarget.LightRag ? options.LightRagUrl : options.Mem0Url;
        return text.Length > 0 && NodeUrl.TryParse(text, 80, out var url) ? url : null;
    }
}

/// <summary>What a knowledge base answered.</summary>
internal sealed record KnowledgeAnswer(HttpStatusCode Status, string? ContentType, byte[] Body);

/// <summary>A knowledge base gave no answer.</summary>
internal sealed class KnowledgeException(string message) : Exception(message);
