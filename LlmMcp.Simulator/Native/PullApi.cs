using System.Runtime.CompilerServices;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>Installs a published model: from the simulator's catalogue, or over HTTP from the registry its name states.</summary>
internal static class PullApi
{
    private const int StepsPerBlob = 20;

    public static void MapPull(this IEndpointRouteBuilder routes) => routes.MapPost("/api/pull", PullAsync);

    private static async Task PullAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var request = new GoObject(body.RootElement, "PullRequest");
        var given = request.TextOrNull("model") ?? request.Text("name");
        var name = ModelName.Parse(given) ?? throw Refusal.BadRequest("invalid model name");
        var insecure = request.Flag("insecure") ?? false;
        var stream = request.Flag("stream") ?? true;
        var node = context.Node();
        var work = name.Host == ModelName.DefaultHost
            ? FromCatalogAsync(node, name, context.RequestAborted)
            : RegistryPull.RunAsync(node, name, insecure, context.RequestAborted);
        await StatusStream.RunAsync(context, stream, work);
    }

    private static async IAsyncEnumerable<StatusLine> FromCatalogAsync(
        SimulatedNode node, ModelName name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new StatusLine("pulling manifest");
        if (!node.Options.LibraryReachable)
        {
            throw Refusal.Failed(
                $"pull model manifest: Get \"https://{name.Host}/v2/{name.Namespace}/{name.Model}/manifests/{name.Tag}\": "
                + $"dial tcp: lookup {name.Host} on 127.0.0.53:53: no such host");
        }

        var spec = (name.Namespace == ModelName.DefaultNamespace ? ModelCatalog.Find($"{name.Model}:{name.Tag}") : null)
            ?? throw Refusal.Failed("pull model manifest: file does not exist");
        var present = node.Store.List().Any(model => model.BlobDigest == spec.BlobDigest);
        foreach (var (digest, size) in Layers(spec))
        {
            var pacer = new TokenPacer(node.Time);
            var steps = present || size < StepsPerBlob ? 1 : StepsPerBlob;
            for (var step = 1; step <= steps; step++)
            {
                await pacer.WaitAsync(present ? 0 : size / node.Options.DownloadBytesPerSecond / steps, cancellationToken);
                yield return new StatusLine($"pulling {digest[..12]}", $"sha256:{digest}", size, size * step / steps);
            }
        }

        yield return new StatusLine("verifying sha256 digest");
        yield return new StatusLine("writing manifest");
        node.Store.PutOrRefuse(new StoredModel { Name = name, Spec = spec, BlobDigest = spec.BlobDigest, ModifiedAt = node.Time.GetUtcNow() });
        yield return new StatusLine("success");
    }

    private static IEnumerable<(string Digest, long Size)> Layers(ModelSpec spec) =>
    [
        (spec.BlobDigest, spec.SizeBytes),
        (Sha256Hex.Of("template " + spec.Template), spec.Template.Length),
        (Sha256Hex.Of("config " + spec.Name), 487),
    ];
}
