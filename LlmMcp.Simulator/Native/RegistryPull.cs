using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>A pull from the registry that the model's name states, over real HTTP.</summary>
internal static class RegistryPull
{
    private const int MaxLayers = 64;
    private const int StepsPerBlob = 20;
    private const string Weights = "application/vnd.ollama.image.model";

    public static async IAsyncEnumerable<StatusLine> RunAsync(
        SimulatedNode node, ModelName name, bool insecure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new StatusLine("pulling manifest");
        var registry = new RegistryClient(name, insecure);
        var manifest = await registry.ManifestAsync(cancellationToken);
        RegistryLayer[] layers = [.. (manifest.Layers ?? []).Append(manifest.Config).OfType<RegistryLayer>().Take(MaxLayers)];
        var texts = new Dictionary<string, string>();
        foreach (var layer in layers)
        {
            await foreach (var line in DownloadAsync(node, registry, layer, texts, cancellationToken))
            {
                yield return line;
            }
        }

        yield return new StatusLine("verifying sha256 digest");
        yield return new StatusLine("writing manifest");
        node.Store.PutOrRefuse(Installed(node, name, manifest, layers, texts));
        yield return new StatusLine("success");
    }

    private static async IAsyncEnumerable<StatusLine> DownloadAsync(
        SimulatedNode node, RegistryClient registry, RegistryLayer layer, Dictionary<string, string> texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var digest = layer.Digest.Replace("sha256:", "", StringComparison.Ordinal);
        var line = new StatusLine($"pulling {digest[..Math.Min(12, digest.Length)]}", layer.Digest, layer.Size);
        if (node.Store.HasBlob(digest))
        {
            yield return line with { Completed = layer.Size };
            yield break;
        }

        // The download runs beside the reports; a slow reader only misses steps in between.
        var steps = Channel.CreateBounded<long>(new BoundedChannelOptions(StepsPerBlob) { FullMode = BoundedChannelFullMode.DropOldest });
        var download = DownloadAsync(node, registry, layer, steps.Writer, cancellationToken);
        await foreach (var completed in steps.Reader.ReadAllAsync(cancellationToken))
        {
            yield return line with { Completed = completed };
        }

        if (layer.Size <= RegistryClient.MaxKept)
        {
            // So short that it is over before the first report.
            yield return line;
        }

        var kept = await download;
        if (kept.Length > 0)
        {
            texts[layer.Digest] = Encoding.UTF8.GetString(kept);
        }

        node.Store.AddBlob(digest, layer.Size);
    }

    private static async Task<byte[]> DownloadAsync(
        SimulatedNode node, RegistryClient registry, RegistryLayer layer, ChannelWriter<long> steps, CancellationToken cancellationToken)
    {
        var pacer = new TokenPacer(node.Time);
        var step = Math.Max(1, layer.Size / StepsPerBlob);
        var completed = 0L;
        try
        {
            return await registry.BlobAsync(
                layer,
                async read =>
                {
                    await pacer.WaitAsync(read / node.Options.DownloadBytesPerSecond, cancellationToken);
                    var before = completed / step;
                    completed += read;
                    if (layer.Size > RegistryClient.MaxKept && completed / step > before)
                    {
                        steps.TryWrite(Math.Min(completed, layer.Size));
                    }
                },
                cancellationToken);
        }
        finally
        {
            steps.Complete();
        }
    }

    private static StoredModel Installed(
        SimulatedNode node, ModelName name, RegistryManifest manifest, RegistryLayer[] layers, Dictionary<string, string> texts)
    {
        var weights = layers.FirstOrDefault(layer => layer.MediaType == Weights) ?? new RegistryLayer(Weights, "sha256:" + Sha256Hex.Of(name.Full), 0);
        var config = manifest.Config is { } layer && texts.TryGetValue(layer.Digest, out var json) ? Config(json) : null;
        var known = ModelCatalog.Find($"{name.Model}:{name.Tag}");
        var spec = (known ?? ModelCatalog.Get("llama3.2:1b") with
        {
            Architecture = config?.ModelFamily ?? "llama",
            ParameterSize = config?.ModelType ?? "unknown",
            Quantization = config?.FileType ?? "unknown",
            Capabilities = ModelCapabilities.Completion,
        }) with { Name = name.Display, SizeBytes = weights.Size };
        return new StoredModel
        {
            Name = name,
            Spec = spec,
            BlobDigest = weights.Digest.Replace("sha256:", "", StringComparison.Ordinal),
            ModifiedAt = node.Time.GetUtcNow(),
            Template = Text("application/vnd.ollama.image.template"),
            System = Text("application/vnd.ollama.image.system"),
            License = Text("application/vnd.ollama.image.license"),
        };

        string? Text(string mediaType) =>
            layers.FirstOrDefault(candidate => candidate.MediaType == mediaType) is { } found ? texts.GetValueOrDefault(found.Digest) : null;
    }

    private static RegistryConfig? Config(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RegistryConfig>(json, WireFormat.Json);
        }
        catch (JsonException)
        {
            // A config that is not Ollama's says nothing about the model; its name may still do.
            return null;
        }
    }
}
