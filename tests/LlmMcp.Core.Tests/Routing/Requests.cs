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

    public static RouteOutcome.Decided Decide(string json, FleetSnapshot fleet, CloudKeys keys = default, Backlog? backlog = null) =>
        Assert.IsType<RouteOutcome.Decided>(Router.Decide(Parse(json), fleet, View(keys, backlog)));

    public static ApiError Refuse(string json, FleetSnapshot fleet, CloudKeys keys = default, bool strict = false) =>
        Assert.IsType<RouteOutcome.Refused>(Router.Decide(Parse(json), fleet, View(keys) with { StrictLimits = strict })).Error;

    public static RoutingView View(CloudKeys keys = default, Backlog? backlog = null) => new(keys, Defaults, StrictLimits: false, backlog ?? Backlog.Empty);

    /// <summary>The devices a job made of the request may be claimed on, as <c>device=model</c>, best first.</summary>
    public static string Claimable(string json, FleetSnapshot fleet, CloudKeys keys = default, Backlog? backlog = null) =>
        string.Join(' ', Router.Candidates(WorkBlock.Parse(Decide(json, fleet, keys, backlog).Block!), fleet, View(keys, backlog))
            .Select(static candidate => $"{candidate.DeviceId}={candidate.Model}"));

    public static JsonElement Json(ReadOnlyMemory<byte> payload) => JsonDocument.Parse(payload).RootElement;

    /// <summary>Keys as a word: <c>none</c>, <c>openai</c>, <c>openrouter</c> or <c>both</c>.</summary>
    public static CloudKeys Keys(string word) => new(word is "openai" or "both", word is "openrouter" or "both");
}
