using LlmMcp.Core.Api;
using Microsoft.AspNetCore.Http.Metadata;

namespace LlmMcp.Core.Docs;

/// <summary>What callers want to know of an endpoint and its signature does not say.</summary>
/// <param name="Response">Type of the answer; null for text.</param>
/// <param name="Request">Type of the body; null when there is none.</param>
/// <param name="Example">A body that can be sent as it stands.</param>
/// <param name="Query">A query for the example, with its question mark.</param>
internal sealed record EndpointDoc(Type? Response, Type? Request = null, string? Example = null, string Query = "")
{
    public const string Json = "application/json";

    /// <summary>Status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Content type of the answer.</summary>
    public string ContentType { get; init; } = Json;

    /// <summary>Statuses of refusals beside those every call has.</summary>
    public IReadOnlyList<int> Refusals { get; init; } = [];

    /// <summary>Parameters of path and query, by name.</summary>
    public IReadOnlyDictionary<string, ParameterDoc> Parameters { get; init; } = new Dictionary<string, ParameterDoc>();

    /// <summary>The metadata an endpoint carries because of this.</summary>
    public IEnumerable<object> Metadata()
    {
        yield return this;
        yield return new RequestExample(Example, Query);
        yield return new ProducesResponseTypeMetadata(Status, Response ?? typeof(string), [ContentType]);
        IReadOnlyList<int> always = Request is null ? [401, 503] : [400, 401, 413, 503];
        foreach (var refusal in always.Concat(Refusals).Distinct().Order())
        {
            yield return new ProducesResponseTypeMetadata(refusal, typeof(ProblemBody), ["application/problem+json"]);
        }
    }
}

/// <summary>A parameter.</summary>
/// <param name="Description">Meaning and range.</param>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>number</c> or <c>boolean</c>.</param>
/// <param name="Values">The only values there are; null for any.</param>
/// <param name="Format">Such as <c>uuid</c>; null for none.</param>
internal sealed record ParameterDoc(string Description, string Type = "string", IReadOnlyList<string>? Values = null, string? Format = null);
