using Microsoft.AspNetCore.Http.Metadata;

namespace LlmMcp.Core.Debug;

/// <summary>The answer of <c>GET /v1/debug/actions</c>, made of the endpoints' own metadata: it cannot name a call that is not there.</summary>
internal sealed record ActionList(IReadOnlyList<ActionView> Endpoints, int Total)
{
    /// <summary>Lists every endpoint that has a name.</summary>
    /// <param name="endpoints">All of Core's.</param>
    /// <param name="baseUrl">As the caller reached Core.</param>
    /// <param name="hasKey">Some calls need <c>INTERNAL_API_KEY</c>.</param>
    public static ActionList Of(IEnumerable<Endpoint> endpoints, string baseUrl, bool hasKey)
    {
        IReadOnlyList<ActionView> actions = [.. endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .OrderBy(static endpoint => endpoint.Order)
            .SelectMany(static endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [], (endpoint, method) => Action(endpoint, method, baseUrl, hasKey))];
        return new ActionList(actions, actions.Count);
    }

    private static ActionView Action(RouteEndpoint endpoint, string method, string baseUrl, bool hasKey)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return new ActionView(
            endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName, method, path, endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? "",
            CurlLine.Of(endpoint.Metadata, method, path, baseUrl, hasKey));
    }
}

/// <summary>A call.</summary>
internal sealed record ActionView(string Name, string Method, string Path, string Description, string Example);
