using System.Globalization;
using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Benchmarks;

/// <summary>Measurements over HTTP.</summary>
internal static class BenchmarksApi
{
    private const int UsualItems = 20;
    private const int MostItems = 200;
    private const int LongestName = 300;

    public static void MapBenchmarkCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/benchmarks/run", RunAsync).WithTags("Benchmarks").WithName("RunBenchmarks").WithSummary("Measure models on one device or all").RequireSurface(Surface.Admin);
        routes.MapGet("/v1/benchmarks", ListAsync).WithTags("Benchmarks").WithName("ListBenchmarks").WithSummary("Measurements, newest first").RequireSurface(Surface.Client);
        routes.MapGet("/v1/benchmarks/compare", CompareAsync).WithTags("Benchmarks").WithName("CompareBenchmarks").WithSummary("The latest measurement beside the earlier ones").RequireSurface(Surface.Client);
        routes.MapGet("/v1/devices/ratings", RateDevicesAsync).WithTags("Benchmarks").WithName("RateDevices").WithSummary("How devices did in the last seven days").RequireSurface(Surface.Client);
    }

    private static async Task<IResult> RunAsync(
        HttpRequest http, FleetCache fleet, BenchmarkRuns runs, IOptions<BenchmarkOptions> options, IOptions<ApiOptions> api, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<BenchmarkRequest>(http, api.Value.MaxBodyBytes, cancellationToken);
        if (body.Value is not { } request)
        {
            return body.Error!.ToResult();
        }

        var choice = BenchmarkTargets.Of(request, fleet.Current, options.Value.MaxPricePer1M);
        if (choice.Error is { } refusal)
        {
            return refusal.ToResult();
        }

        var (jobs, error) = await runs.RunAsync(choice.Targets, request.Prompt, request.Priority, cancellationToken);
        return error is null ? JsonReply.Accepted(Accepted(choice, jobs)) : error.ToResult();
    }

    private static BenchmarksAccepted Accepted(BenchmarkChoice choice, IReadOnlyList<NewJob> jobs) => new(
        [.. jobs.Select(static job => job.Id)], jobs[0].Kind,
        [.. jobs.Zip(choice.Targets, static (job, target) => new BenchmarkAccepted(job.Id, target.DeviceId, target.Provider, target.Model, target.TaskType, job.Kind))],
        choice.Skipped);

    private static async Task<IResult> ListAsync(
        string? limit, string? device_id, string? model, string? task_type, BenchmarkReader reader, CancellationToken cancellationToken)
    {
        var (filter, error) = Filter(device_id, model, task_type);
        // As in the deployed system: what is no number from 1 to 200 means 20.
        var items = int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted is >= 1 and <= MostItems ? wanted : UsualItems;
        return error?.ToResult() ?? JsonReply.Ok(new BenchmarkList(await reader.ListAsync(filter!, items, cancellationToken)));
    }

    private static async Task<IResult> CompareAsync(string? device_id, string? model, string? task_type, BenchmarkReader reader, CancellationToken cancellationToken)
    {
        var (filter, error) = Filter(device_id, model, task_type);
        return error?.ToResult() ?? JsonReply.Ok(new BenchmarkComparison(await reader.CompareAsync(filter!, cancellationToken)));
    }

    private static async Task<IResult> RateDevicesAsync(DeviceRatings ratings, CancellationToken cancellationToken) =>
        JsonReply.Ok(new DeviceRatingList(await ratings.ReadAsync(cancellationToken)));

    private static (BenchmarkFilter? Filter, ApiError? Error) Filter(string? device, string? model, string? taskType)
    {
        foreach (var (field, text) in new[] { ("device_id", device), ("model", model), ("task_type", taskType) })
        {
            if (text is { } given && (given.Length > LongestName || given.Contains('\0', StringComparison.Ordinal)))
            {
                return (null, ApiError.BadField(field, $"{field} must have at most {LongestName} characters, none of them NUL."));
            }
        }

        return (new BenchmarkFilter(NullIfBlank(device), NullIfBlank(model), NullIfBlank(taskType)), null);
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
