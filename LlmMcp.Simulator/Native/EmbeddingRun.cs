using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Runners;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>Runs an embedding model over some texts; all three embedding endpoints share it.</summary>
internal static class EmbeddingRun
{
    public const int MaxTexts = 4096;

    public static StoredModel Installed(SimulatedNode node, string name) =>
        node.Store.Find(name) ?? throw Refusal.NotFound($"model \"{name}\" not found, try pulling it first");

    /// <summary>A request without a text loads its model, with <c>keep_alive:0</c> only for that moment.</summary>
    public static async Task LoadAsync(SimulatedNode node, StoredModel model, TimeSpan? keepAlive, CancellationToken cancellationToken)
    {
        await node.MeetFaultsAsync(model.Name.Display, runsModel: true, cancellationToken);
        (await node.Runners.AcquireAsync(new RunnerRequest(model, null, keepAlive), cancellationToken)).Dispose();
    }

    public static async Task<EmbeddingRunResult> RunAsync(SimulatedNode node, EmbeddingRequest request, CancellationToken cancellationToken)
    {
        var startedAt = node.Time.GetTimestamp();
        var spec = request.Model.Spec;
        var faults = await node.MeetFaultsAsync(request.Model.Name.Display, runsModel: true, cancellationToken);
        using var lease = await node.Runners.AcquireAsync(
            new RunnerRequest(request.Model, request.Settings.ContextLength, request.KeepAlive), cancellationToken);
        if (!request.Model.Can(ModelCapabilities.Embedding))
        {
            throw new Refusal(StatusCodes.Status501NotImplemented, "This server does not support embeddings. Start it with `--embeddings`");
        }

        var load = node.Time.GetElapsedTime(startedAt);
        var tokens = 0;
        foreach (var text in request.Texts)
        {
            var count = Tokens.Count(text) + 1;
            if (count > lease.Runner.ContextLength && !request.Truncate)
            {
                throw Refusal.BadRequest("the input length exceeds the context length");
            }

            tokens += Math.Min(count, lease.Runner.ContextLength);
        }

        await new TokenPacer(node.Time).WaitAsync(tokens * faults.SlowFactor / node.PaceOf(spec).PromptTokensPerSecond, cancellationToken);
        float[][] vectors = [.. request.Texts.Select(text => request.Raw
            ? Embedder.Raw(spec.Name, text, spec.EmbeddingLength)
            : Embedder.Normalised(spec.Name, text, spec.EmbeddingLength, request.Dimensions))];
        return new EmbeddingRunResult(vectors, tokens, node.Time.GetElapsedTime(startedAt), load);
    }
}

internal sealed record EmbeddingRequest(StoredModel Model, IReadOnlyList<string> Texts)
{
    public ModelSettings Settings { get; init; } = ModelSettings.Default;

    public TimeSpan? KeepAlive { get; init; }

    public int? Dimensions { get; init; }

    public bool Truncate { get; init; } = true;

    public bool Raw { get; init; }
}

internal sealed record EmbeddingRunResult(float[][] Vectors, int Tokens, TimeSpan Total, TimeSpan Load);
