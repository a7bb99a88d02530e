using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Storage;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Costs.Reports;

/// <summary>What people think of models, and how models did, over HTTP.</summary>
internal static class FeedbackApi
{
    private const int LongestComment = 2_000;

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models/stats", StatsAsync).WithTags("Models").WithName("ListModelStats").WithSummary("How models were used, what they cost, how they are rated").RequireSurface(Surface.Client);
        routes.MapPost("/v1/feedback", RateAsync).WithTags("Models").WithName("RateModel").WithSummary("Rate a model's answer good or bad").RequireSurface(Surface.Client);
    }

    private static async Task<IResult> StatsAsync(ModelStats stats, CancellationToken cancellationToken) =>
        JsonReply.Ok(await stats.GetAsync(cancellationToken));

    private static async Task<IResult> RateAsync(HttpRequest http, Database database, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<FeedbackRequest>(http, options.Value.MaxBodyBytes, cancellationToken);
        if ((body.Error ?? body.Value!.Refusal(LongestComment)) is { } refusal)
        {
            return refusal.ToResult();
        }

        var (model, rating, comment) = body.Value!;
        await using var command = database.Command(ReportSql.InsertFeedback)
            .With("model", model!).With("good", rating == FeedbackRequest.Good).With("comment", comment ?? "");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return JsonReply.Ok(new FeedbackStored("ok", model!, rating!));
    }
}

/// <summary>The body of <c>POST /v1/feedback</c>.</summary>
internal sealed record FeedbackRequest(string? Model, string? Rating, string? Comment)
{
    public const string Good = "good";
    private const string Bad = "bad";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public ApiError? Refusal(int longestComment) =>
        string.IsNullOrWhiteSpace(Model) ? ApiError.BadField("model", "model is missing: the name of the model that answered.", "model_required")
        : !ForeignText.IsName(Model) ? ApiError.BadField("model", "model must be a name of at most 290 characters.")
        : Rating is not (Good or Bad) ? ApiError.BadField("rating", "rating must be good or bad.")
        : Comment is { } comment && (comment.Length > longestComment || comment.Contains('\0', StringComparison.Ordinal))
            ? ApiError.BadField("comment", $"comment must be text of at most {longestComment} characters.")
            : null;
}

/// <summary>The rating is stored.</summary>
internal sealed record FeedbackStored(string Status, string Model, string Rating);
