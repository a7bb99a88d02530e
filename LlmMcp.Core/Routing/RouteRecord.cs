using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>Why a job went where it went, as stored with it and as <c>POST /v1/llm/route</c> tells it.</summary>
/// <param name="Mode"><c>smart</c> when a quality decided, else <c>classic</c>.</param>
/// <param name="Provider">Who answers, as far as is known now.</param>
/// <param name="Kind">The job's kind there.</param>
/// <param name="Model">The model; empty where the worker's default is meant.</param>
/// <param name="Reasons">A sentence each, in the order of the decisions.</param>
/// <param name="Candidates">At most <see cref="Router.Shown"/> local ones, and the clouds, best first.</param>
/// <param name="Rejected">At most <see cref="Rejections.MostExamples"/>.</param>
/// <param name="RejectedCounts">How many places by reason.</param>
internal sealed record RouteRecord(
    string Mode, string Provider, string Kind, string Model, IReadOnlyList<string> Reasons, IReadOnlyList<CandidateRecord> Candidates,
    IReadOnlyList<RejectionRecord> Rejected, IReadOnlyDictionary<string, int> RejectedCounts)
{
    /// <summary>What is told of a decision.</summary>
    public static RouteRecord Of(RouteOutcome.Decided route) => new(
        route.Plan.Need.Quality is null ? "classic" : "smart", route.Provider, route.Kind, route.Model, route.Reasons,
        [.. route.Plan.Candidates.Select(CandidateRecord.Of)],
        [.. (route.Plan.Rejected?.Examples ?? []).Select(RejectionRecord.Of)],
        route.Plan.Rejected?.Counts ?? new Dictionary<string, int>());

    /// <summary>UTF-8 JSON of a decision, for storing.</summary>
    public static ReadOnlyMemory<byte> Json(RouteOutcome.Decided route) =>
        // Jobs of one need have one record: only what a single request adds makes it different.
        route.Notes.Count == 0 ? route.Plan.Remember(() => Serialize(route)) : Serialize(route);

    private static byte[] Serialize(RouteOutcome.Decided route) => JsonSerializer.SerializeToUtf8Bytes(Of(route), CoreJson.Options);
}

/// <summary>A candidate as callers see it; what is unknown is left out.</summary>
internal sealed record CandidateRecord(
    string Device, string Provider, string Model, int Preference, bool Loaded, string Why,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tier,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? TokensPerSecond,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? ParamsB,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ExpectedLoadSeconds)
{
    public static CandidateRecord Of(RouteCandidate candidate) => new(
        candidate.DeviceId, candidate.Provider, candidate.Model, candidate.Preference, candidate.Loaded, candidate.Why, candidate.Tier,
        candidate.TokensPerSecond is { } speed ? Math.Round(speed, 1) : null, candidate.ParamsB,
        candidate.ExpectedLoad > TimeSpan.Zero ? candidate.ExpectedLoad.TotalSeconds : null);
}

/// <summary>A rejection as callers see it.</summary>
internal sealed record RejectionRecord(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Device,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail)
{
    public static RejectionRecord Of(Rejection rejection) => new(rejection.DeviceId, rejection.Model, rejection.Reason, rejection.Detail);
}
