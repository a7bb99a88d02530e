namespace LlmMcp.Worker.Upstream;

/// <summary>
/// Sends a request to a node once more when the pooled connection it was given turned out to be dead, as happens after a model
/// server restarts. Whether the server had begun the first one cannot be known: on a node that costs some of its time at most.
/// Never in front of a cloud provider, where it could be paid twice. Any other failure goes to the caller.
/// </summary>
internal sealed class StaleConnectionHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly HttpRequestOptionsKey<bool> Fresh = new("llm-mcp.fresh-connection");

    /// <summary>Notes that this request opened its own connection, so that a failure of it is the server's.</summary>
    public static void MarkFresh(HttpRequestMessage request) => request.Options.Set(Fresh, true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException broken) when (IsStale(broken, request) && !cancellationToken.IsCancellationRequested)
        {
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private static bool IsStale(HttpRequestException broken, HttpRequestMessage request) =>
        !request.Options.TryGetValue(Fresh, out _)
        && broken.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown
        && broken.InnerException is IOException or null;
}
