using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>Turns a request into what it asks for.</summary>
internal static class RequestNeed
{
    // What the worker lets a cloud answer when the request says nothing (OPENAI_MAX_TOKENS, OPENROUTER_MAX_TOKENS).
    private const int UsualAnswer = 256;

    /// <summary>The need of a request that brings no payload of its own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shape">Its words, read.</param>
    /// <param name="useMessages">Asked with messages.</param>
    public static RouteNeed Of(LlmRequest request, RequestShape shape, bool useMessages)
    {
        var wishes = request.Constraints ?? new LlmConstraints();
        var need = new RouteNeed
        {
            Embedding = shape.IsEmbedding,
            Messages = useMessages,
            Model = shape.Model,
            Provider = shape.Provider,
            PreferLocal = wishes.PreferLocal,
            ForceCloud = wishes.ForceCloud && !shape.IsEmbedding,
            LocalOnly = wishes.LocalOnly,
            MaxLatencyMs = wishes.MaxLatencyMs,
            MaxCostUsd = wishes.MaxCostUsd,
            PromptTokens = wishes.MaxCostUsd is null ? 0 : ContextClass.Of(shape.EstimatedTokens),
            AnswerTokens = wishes.MaxCostUsd is null || shape.IsEmbedding ? 0 : ContextClass.Of(AnswerTokens(request)),
        };
        return !shape.IsSmart ? need : need with
        {
            Quality = shape.Quality,
            Bucket = Qualities.BucketOf(shape.EstimatedTokens),
            Context = ContextClass.Of(shape.EstimatedTokens),
            Thinks = !shape.IsEmbedding && (shape.Task == "reason" || request.Thinking == true),
            AttemptSeconds = request.TimeoutSeconds > 0 ? request.TimeoutSeconds : Qualities.TimeoutSeconds(shape.Quality!),
        };
    }

    /// <summary>Tokens the answer may have.</summary>
    public static int AnswerTokens(LlmRequest request) => request.MaxTokens is > 0 and var most ? most : UsualAnswer;

    /// <summary>
    /// The block of a job with this need. Where nothing is left to choose but the device, it is the one a job would have that
    /// names kind and model itself, so that both wait in one line.
    /// </summary>
    public static WorkBlock BlockOf(RouteNeed need, RouteCandidate first) =>
        need is { Quality: null, MaxLatencyMs: 0, MaxCostUsd: null } && (need.IsForCloud || (need.IsForNodes && need.Model.Length > 0))
            ? new WorkBlock(first.Kind, first.Model)
            : need.ToBlock();
}
