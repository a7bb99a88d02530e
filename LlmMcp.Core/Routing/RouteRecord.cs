using System.Text.Json;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>Why a job went where it went, as stored with it.</summary>
internal sealed record RouteRecord(string Mode, string Provider, string Kind, string Model, IReadOnlyList<string> Reasons)
{
    /// <summary>UTF-8 JSON of a decision.</summary>
    public static ReadOnlyMemory<byte> Of(RouteOutcome.Decided route) => JsonSerializer.SerializeToUtf8Bytes(
        new RouteRecord("classic", route.Provider, route.Kind, route.Model, route.Reasons), CoreJson.Options);
}
