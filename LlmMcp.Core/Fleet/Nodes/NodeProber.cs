using System.Collections.Concurrent;
using LlmMcp.Contracts;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// Asks a node what it is and what it has. Ollama is known by <c>/api/version</c> (llama.cpp imitates some of its other
/// answers), any other server by <c>/v1/models</c>.
/// </summary>
internal sealed class NodeProber(NodeHttp http, IOptions<FleetOptions> options, TimeProvider time)
{
    // Models seen so far; a digest names the content, so what was shown once holds for ever.
    private const int MostShown = 10_000;

    // A node with hundreds of new models is learned over several rounds instead of holding up this one.
    private const int ShowsPerProbe = 20;
    private const int MostModels = 5_000;

    private readonly ConcurrentDictionary<string, OllamaShow> shown = new();

    private TimeSpan Limit => options.Value.ProbeTimeout;

    /// <summary>Probes one node. Fails only with <paramref name="cancellationToken"/>.</summary>
    public async Task<NodeAnswer> ProbeAsync(NodeEndpoint node, CancellationToken cancellationToken)
    {
        try
        {
            var started = time.GetTimestamp();
            var version = await AskAsync<OllamaVersion>(node, "api/version", null, cancellationToken);
            var latency = time.GetElapsedTime(started);
            if (version is { Version.Length: > 0 })
            {
                return await ListOllamaAsync(node, ForeignText.Clean(version.Version)!, latency, cancellationToken);
            }

            started = time.GetTimestamp();
            return await AskAsync<CompatModels>(node, "v1/models", null, cancellationToken) is { Data: { } models }
                ? new NodeAnswer.Answered(node, Providers.Compat, null, Milliseconds(time.GetElapsedTime(started)), [.. models.OfType<CompatModel>().Take(MostModels).Select(ReadCompat).OfType<ProbedModel>()])
                : new NodeAnswer.Silent(node, "it answers neither /api/version as Ollama nor /v1/models as OpenAI-compatible servers do");
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
            // An answer nobody thought of is the failure of the node that gave it; the round of all the others goes on.
            return new NodeAnswer.Silent(node, ForeignText.Clean($"its answer could not be read: {defect.GetType().Name}: {defect.Message}")!);
        }
    }

    private async Task<NodeAnswer> ListOllamaAsync(NodeEndpoint node, string version, TimeSpan latency, CancellationToken cancellationToken)
    {
        if (await AskAsync<OllamaModels>(node, "api/tags", null, cancellationToken) is not { Models: { } listed })
        {
            return new NodeAnswer.Silent(node, "it answers /api/version but not /api/tags");
        }

        var running = await AskAsync<OllamaModels>(node, "api/ps", null, cancellationToken);
        var loaded = (running?.Models ?? []).OfType<OllamaModel>().Select(static model => model.Name ?? "").ToHashSet(ModelName.Comparer);
        var models = new List<ProbedModel>();
        var shows = 0;
        foreach (var model in listed.OfType<OllamaModel>().Where(static model => ForeignText.IsName(model.Name)).Take(MostModels))
        {
            var known = FindShown(model.Digest);
            if (known is null && shows++ < ShowsPerProbe)
            {
                known = await ShowAsync(node, model, cancellationToken);
            }

            models.Add(ReadOllama(model, known, loaded));
        }

        return new NodeAnswer.Answered(node, Providers.Ollama, version, Milliseconds(latency), models);
    }

    private OllamaShow? FindShown(string? digest) => digest is { Length: > 0 } && shown.TryGetValue(digest, out var known) ? known : null;

    private async Task<OllamaShow?> ShowAsync(NodeEndpoint node, OllamaModel model, CancellationToken cancellationToken)
    {
        if (await TryShowAsync(node, model, cancellationToken) is not { } show)
        {
            return null;
        }

        // The rest of the model's metadata (tokens, templates) is large and of no use here.
        show = show with { ModelInfo = show.ModelInfo?.Where(static info => info.Key.EndsWith(".context_length", StringComparison.Ordinal)).ToDictionary() };
        if (model.Digest is { Length: > 0 } && shown.Count < MostShown)
        {
            shown.TryAdd(model.Digest, show);
        }

        return show;
    }

    /// <summary>A node that lists its models is well, also when it is too busy to explain one of them.</summary>
    private async Task<OllamaShow?> TryShowAsync(NodeEndpoint node, OllamaModel model, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync<OllamaShow>(node, "api/show", new { model = model.Name }, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private Task<T?> AskAsync<T>(NodeEndpoint node, string path, object? question, CancellationToken cancellationToken)
        where T : class => http.AskAsync<T>(NodeUrl.At(node.BaseUrl, path), question, Limit, cancellationToken);

    private static ProbedModel ReadOllama(OllamaModel model, OllamaShow? show, HashSet<string> loaded)
    {
        var name = ModelName.Canonical(Providers.Ollama, model.Name!);
        var capabilities = show?.Capabilities ?? model.Capabilities;
        return new ProbedModel
        {
            Name = name,
            Kind = ModelTraits.Kind(name, capabilities),
            Thinking = ModelTraits.Thinks(name, capabilities),
            Loaded = loaded.Contains(name),
            ParamsB = ModelTier.NominalSize(name, model.Details?.ParameterSize),
            Context = show?.Context ?? model.Details?.ContextLength,
            SizeBytes = model.Size,
            Family = ForeignText.Clean(model.Details?.Family),
            Quantization = ForeignText.Clean(model.Details?.QuantizationLevel),
            Digest = ForeignText.Clean(model.Digest),
        };
    }

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

    private static int Milliseconds(TimeSpan time) => (int)Math.Ceiling(time.TotalMilliseconds);
}
