using LlmMcp.Contracts;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Asks a node what it is and what it has.</summary>
internal sealed class NodeProber(NodeHttp http, IOptions<FleetOptions> options, TimeProvider time)
{
    private const int MostModels = 5_000;

    private readonly NodeFinder finder = new(http, time);
    private readonly OllamaCatalogue ollama = new(time);

    private TimeSpan Limit => options.Value.ProbeTimeout;

    /// <summary>True for a node that answered when it was last probed, unless it was forgotten.</summary>
    public bool Remembers(NodeEndpoint node) => finder.Remembers(node.Id);

    /// <summary>The node is silent indeed; it is not remembered any longer.</summary>
    public void Forget(NodeEndpoint node) => finder.Forget(node.Id);

    /// <summary>Probes one node. Fails only with <paramref name="cancellationToken"/>.</summary>
    /// <param name="node">The node.</param>
    /// <param name="anew">True to list its models again although they were listed a moment ago.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    public async Task<NodeAnswer> ProbeAsync(NodeEndpoint node, bool anew, CancellationToken cancellationToken)
    {
        try
        {
            var found = await finder.FindAsync(node, Limit, cancellationToken);
            return await ReadAsync(node, found, new HttpQuestions(http, found.Route, Limit), anew, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NodeAnswer.Silent(node, $"no answer within {Limit.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException exception)
        {
            return new NodeAnswer.Silent(node, ForeignText.Clean(exception.Message)!);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            return Unreadable(node, defect);
        }
    }

    /// <summary>Reads what somebody else asked the node. Never fails.</summary>
    public async Task<NodeAnswer> ReadAsync(NodeEndpoint node, INodeQuestions recorded, CancellationToken cancellationToken)
    {
        try
        {
            var found = await NodeIdentifier.IdentifyAsync(new NodeRoute(node.BaseUrl), recorded, time, cancellationToken);
            return await ReadAsync(node, found, recorded, anew: true, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return new NodeAnswer.Silent(node, ForeignText.Clean(exception.Message)!);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            return Unreadable(node, defect);
        }
    }

    private async Task<NodeAnswer> ReadAsync(NodeEndpoint node, NodeFinding found, INodeQuestions questions, bool anew, CancellationToken cancellationToken)
    {
        if (found is { Provider: Providers.Compat, Models.Data: { } models })
        {
            return new NodeAnswer.Answered(node, Providers.Compat, null, found.LatencyMs, [.. models.OfType<CompatModel>().Take(MostModels).Select(ReadCompat).OfType<ProbedModel>()])
            {
                Route = found.Route,
            };
        }

        if (!found.Answered)
        {
            return new NodeAnswer.Silent(node, found.Failure ?? "no answer");
        }

        return await ollama.ListAsync(node.Id, found, questions, anew, cancellationToken) is { } listed
            ? new NodeAnswer.Answered(node, Providers.Ollama, found.Version, found.LatencyMs, listed) { Route = found.Route }
            : new NodeAnswer.Silent(node, "it answers /api/version but not /api/tags");
    }

    // An answer nobody thought of is the failure of the node that gave it; the round of all the others goes on.
    private static NodeAnswer.Silent Unreadable(NodeEndpoint node, Exception defect) =>
        new(node, ForeignText.Clean($"its answer could not be read: {defect.GetType().Name}: {defect.Message}")!);

    private static ProbedModel? ReadCompat(CompatModel model) => !ForeignText.IsName(model.Id) ? null : new ProbedModel
    {
        Name = model.Id!.Trim(),
        Kind = ModelTraits.Kind(model.Id!, null),
        Thinking = ModelTraits.Thinks(model.Id!, null),
        // Such servers load at their own start.
        Loaded = true,
        ParamsB = model.Meta?.NParams is > 0 and var parameters && ModelTier.NominalSize(model.Id!, null) is null
            ? Math.Round(parameters / 1e9m, 3)
            : ModelTier.NominalSize(model.Id!, null),
        Context = model.MaxModelLen ?? model.Meta?.NCtxTrain,
        SizeBytes = model.Meta?.Size,
    };
}
