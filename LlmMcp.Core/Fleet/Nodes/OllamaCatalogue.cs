using System.Collections.Concurrent;
using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// The models of Ollama nodes. Lists are kept for a while as long as the node's version stays; what is loaded is asked every time.
/// </summary>
internal sealed class OllamaCatalogue(TimeProvider time)
{
    // Models seen so far; a digest names the content, so what was shown once holds for ever.
    private const int MostShown = 10_000;
    private const int MostLists = 2_000;

    // A node with hundreds of new models is learned over several rounds instead of holding up this one.
    private const int ShowsPerProbe = 20;
    private const int MostModels = 5_000;

    private static readonly TimeSpan KeepLists = TimeSpan.FromSeconds(120);

    private readonly ConcurrentDictionary<string, OllamaShow> shown = new();
    private readonly ConcurrentDictionary<string, bool> asking = new();
    private readonly ConcurrentDictionary<(string Id, NodeRoute Route), KnownList> lists = new();

    /// <summary>The models of a node; null when it lists none in a way we understand.</summary>
    /// <param name="id">The node's device id.</param>
    /// <param name="found">How it was reached.</param>
    /// <param name="questions">Who asks it.</param>
    /// <param name="anew">True to list again although the last list is young.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<IReadOnlyList<ProbedModel>?> ListAsync(string id, NodeFinding found, INodeQuestions questions, bool anew, CancellationToken cancellationToken)
    {
        var running = await questions.AskAsync<OllamaModels>(NodeQuestion.Running, cancellationToken);
        var loaded = (running?.Models ?? []).OfType<OllamaModel>().Select(static model => model.Name ?? "").ToHashSet(ModelName.Comparer);
        var listed = anew ? null : FindList(id, found, loaded);
        if (listed is null && (listed = await AskListAsync(id, found, questions, cancellationToken)) is null)
        {
            return null;
        }

        var models = new List<ProbedModel>();
        var shows = 0;
        foreach (var model in listed)
        {
            var known = FindShown(model.Digest);
            if (known is null && shows++ < ShowsPerProbe)
            {
                known = await ShowOnceAsync(questions, model, cancellationToken);
            }

            models.Add(Read(model, known, loaded));
        }

        return models;
    }

    // A model in memory that the list does not know is a new one.
    private List<OllamaModel>? FindList(string id, NodeFinding found, HashSet<string> loaded) =>
        lists.TryGetValue((id, found.Route), out var known) && known.Version == found.Version && time.GetElapsedTime(known.Asked) < KeepLists
            && loaded.All(name => known.Models.Exists(model => ModelName.Comparer.Equals(model.Name, name)))
                ? known.Models
                : null;

    private async Task<List<OllamaModel>?> AskListAsync(string id, NodeFinding found, INodeQuestions questions, CancellationToken cancellationToken)
    {
        if (await questions.AskAsync<OllamaModels>(NodeQuestion.Tags, cancellationToken) is not { Models: { } answer })
        {
            return null;
        }

        List<OllamaModel> models = [.. answer.OfType<OllamaModel>().Where(static model => ForeignText.IsName(model.Name)).Take(MostModels)];
        if (lists.Count >= MostLists)
        {
            // Nodes come and go; the lists of those that stay are asked again within moments.
            lists.Clear();
        }

        lists[(id, found.Route)] = new KnownList(found.Version, models, time.GetTimestamp());
        return models;
    }

    private OllamaShow? FindShown(string? digest) => digest is { Length: > 0 } && shown.TryGetValue(digest, out var known) ? known : null;

    /// <summary>What is not known yet, asked of one node even where fifty have it: whoever has the answer speaks for the model.</summary>
    private async Task<OllamaShow?> ShowOnceAsync(INodeQuestions questions, OllamaModel model, CancellationToken cancellationToken)
    {
        var digest = model.Digest is { Length: > 0 } known ? known : Guid.NewGuid().ToString();
        if (!asking.TryAdd(digest, true))
        {
            return null;
        }

        try
        {
            return FindShown(model.Digest) ?? await ShowAsync(questions, model, cancellationToken);
        }
        finally
        {
            asking.TryRemove(digest, out _);
        }
    }

    private async Task<OllamaShow?> ShowAsync(INodeQuestions questions, OllamaModel model, CancellationToken cancellationToken)
    {
        if (await TryShowAsync(questions, model, cancellationToken) is not { } show)
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
    private static async Task<OllamaShow?> TryShowAsync(INodeQuestions questions, OllamaModel model, CancellationToken cancellationToken)
    {
        try
        {
            return await questions.AskAsync<OllamaShow>(NodeQuestion.Show(model.Name!), cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static ProbedModel Read(OllamaModel model, OllamaShow? show, HashSet<string> loaded)
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
            LikelyContext = ModelTraits.LikelyContext(name),
            SizeBytes = model.Size,
            Family = ForeignText.Clean(model.Details?.Family),
            Quantization = ForeignText.Clean(model.Details?.QuantizationLevel),
            Digest = ForeignText.Clean(model.Digest),
        };
    }

    private sealed record KnownList(string? Version, List<OllamaModel> Models, long Asked);
}
