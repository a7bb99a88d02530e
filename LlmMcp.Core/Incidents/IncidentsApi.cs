using System.Globalization;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Incidents;

/// <summary>Incidents for whoever looks.</summary>
internal static class IncidentsApi
{
    private const int MostListed = 500;
    private const int UsuallyListed = 50;

    public static void MapIncidentList(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup("/v1/incidents").WithTags("Incidents").RequireSurface(Surface.Client);
        incidents.MapGet("", ListAsync).WithName("ListIncidents").WithSummary("What is and was wrong, latest first");
        incidents.MapGet("/failures", FailuresAsync).WithName("ListFailures").WithSummary("Jobs that failed for good since a moment, in that order");
    }

    private static async Task<IResult> ListAsync(
        string? state, string? rule, string? limit, string? after, IncidentStore store, CancellationToken cancellationToken)
    {
        if (state is not null && !IncidentChecks.States.Contains(state))
        {
            return ApiError.BadField("state", $"state must be one of {string.Join(", ", IncidentChecks.States)}.").ToResult();
        }

        if (!TryCount(limit, out var count))
        {
            return BadLimit.ToResult();
        }

        Guid from = default;
        return !string.IsNullOrEmpty(after) && !Guid.TryParse(after, out from)
            ? ApiError.BadField("after", "after must be the id of an incident: `next` of the page before.").ToResult()
            : rule?.Contains('\0', StringComparison.Ordinal) == true
            ? ApiError.BadField("rule", "rule cannot contain the character NUL.").ToResult()
            : JsonReply.Ok(await store.ListAsync(state, rule, string.IsNullOrEmpty(after) ? null : from, count, cancellationToken));
    }

    private static async Task<IResult> FailuresAsync(string? after, string? attempts, string? limit, IncidentStore store, CancellationToken cancellationToken)
    {
        if (!DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return ApiError.BadField("after", "after must be a time such as 2026-01-31T12:00:00Z.").ToResult();
        }

        var least = 3;
        return !string.IsNullOrEmpty(attempts) && !(int.TryParse(attempts, out least) && least is >= 1 and <= 1000)
            ? ApiError.BadField("attempts", "attempts must be 1 to 1000.").ToResult()
            : TryCount(limit, out var count) ? JsonReply.Ok(await store.FailuresAsync(moment, least, count, cancellationToken)) : BadLimit.ToResult();
    }

    private static ApiError BadLimit { get; } = ApiError.BadField("limit", $"limit must be 1 to {MostListed}.");

    private static bool TryCount(string? limit, out int count)
    {
        count = UsuallyListed;
        return string.IsNullOrEmpty(limit) || (int.TryParse(limit, out count) && count is >= 1 and <= MostListed);
    }
}
