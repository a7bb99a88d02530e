using System.Text;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Debug;

/// <summary>A call as a line for a shell. Pure.</summary>
internal static class CurlLine
{
    /// <summary>Where Core listens unless told otherwise.</summary>
    public const string UsualBase = "http://127.0.0.1:8080";

    private static readonly Dictionary<string, string> RouteValues = new()
    {
        ["{id}"] = RequestExample.Id, ["{**id}"] = RequestExample.Id, ["{provider}"] = "openrouter", ["{**model}"] = "example/model", ["{name}"] = "example_note",
    };

    /// <summary>The line; keys are named by their variable, never told.</summary>
    /// <param name="metadata">Of the endpoint.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Its route.</param>
    /// <param name="baseUrl">Scheme and authority.</param>
    /// <param name="hasKey">A key is set, so worker and admin calls need it.</param>
    public static string Of(IEnumerable<object> metadata, string method, string path, string baseUrl = UsualBase, bool hasKey = false)
    {
        var all = metadata as IReadOnlyCollection<object> ?? [.. metadata];
        var example = all.OfType<RequestExample>().LastOrDefault() ?? RequestExample.None;
        var text = new StringBuilder("curl -s");
        text.Append(method switch { "GET" => "", "POST" when example.Body is not null => "", _ => $" -X {method}" });
        if (hasKey && all.OfType<SurfaceMetadata>().LastOrDefault()?.Surface is Surface.Worker or Surface.Admin)
        {
            text.Append(" -H \"X-API-Key: $INTERNAL_API_KEY\"");
        }

        text.Append(" '").Append(baseUrl).Append(RouteValues.Aggregate(path, static (text, value) => text.Replace(value.Key, value.Value, StringComparison.Ordinal))).Append(example.Query).Append('\'');
        return example.Body is null ? text.ToString() : text.Append(" -H 'content-type: application/json' -d '").Append(example.Body.Replace("'", @"'\''", StringComparison.Ordinal)).Append('\'').ToString();
    }
}
