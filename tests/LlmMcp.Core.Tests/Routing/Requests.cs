using System.Text;
using System.Text.Json;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Tests.Routing;

/// <summary>Requests as callers write them, decided on a fleet.</summary>
internal static class Requests
{
    public static readonly RoutingDefaults Defaults = new("llama3.2:3b", "nomic-embed-text", new Uri("http://127.0.0.1:11434"));

    public static LlmRequest Parse(string json)
    {
        var body = JsonBody.Parse<LlmRequest>(Encoding.UTF8.GetBytes(json));
        Assert.Null(body.Error);
        return body.Value!;
    }

    public static RouteOutcome.Decided Decide(string json, FleetSnapshot fleet, CloudKeys keys = default) =>
        Assert.IsType<RouteOutcome.Decided>(ClassicRouter.Decide(Parse(json), fleet, keys, Defaults));

    public static ApiError Refuse(string json, FleetSnapshot fleet, CloudKeys keys = default) =>
        Assert.IsType<RouteOutcome.Refused>(ClassicRouter.Decide(Parse(json), fleet, keys, Defaults)).Error;

    public static JsonElement Json(ReadOnlyMemory<byte> payload) => JsonDocument.Parse(payload).RootElement;

    /// <summary>Keys as a word: <c>none</c>, <c>openai</c>, <c>openrouter</c> or <c>both</c>.</summary>
    public static CloudKeys Keys(string word) => new(word is "openai" or "both", word is "openrouter" or "both");
}
