using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>List, copy and delete installed models.</summary>
internal static class ModelsApi
{
    // Manifest, template and parameters beside the weights.
    private const int ManifestBytes = 1024;

    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/tags", [HttpMethods.Get, HttpMethods.Head], ListAsync);
        routes.MapPost("/api/copy", CopyAsync);
        routes.MapDelete("/api/delete", DeleteAsync);
    }

    /// <summary>The installed model of that name, or Ollama's refusal in the words of most endpoints.</summary>
    public static StoredModel Installed(this SimulatedNode node, string name) =>
        ModelName.Parse(name) is { IsCloud: true }
            ? throw new Refusal(StatusCodes.Status403Forbidden, "ollama cloud is disabled: remote model is unavailable")
            : node.Store.Find(name) ?? throw Refusal.NotFound($"model '{name}' not found");

    private static Task ListAsync(HttpContext context) => Replies.JsonAsync(context, new TagsReply([.. context.Node().Store.List().Select(Tag)]));

    private static TagModel Tag(StoredModel model) => new(
        model.Name.Display,
        model.Name.Display,
        GoTime.Format(model.ModifiedAt),
        model.Spec.SizeBytes + ManifestBytes,
        model.ManifestDigest,
        ModelDetails.WithLengths(model),
        CapabilityNames.Of(model.Spec.Capabilities));

    private static async Task CopyAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var request = new GoObject(body.RootElement, "CopyRequest");
        var node = context.Node();
        var source = node.Store.Find(request.Text("source")) ?? throw Refusal.NotFound($"model \"{request.Text("source")}\" not found");
        var target = ModelName.Parse(request.Text("destination")) ?? throw Refusal.BadRequest($"destination \"{request.Text("destination")}\" is invalid");
        node.Store.PutOrRefuse(source with { Name = target, ModifiedAt = node.Time.GetUtcNow() });
        await Replies.EmptyAsync(context, StatusCodes.Status200OK);
    }

    private static async Task DeleteAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var request = new GoObject(body.RootElement, "DeleteRequest");
        var name = request.TextOrNull("model") ?? request.Text("name");
        var node = context.Node();
        var removed = node.Store.Remove(name) ?? throw Refusal.NotFound($"model '{name}' not found");
        if (node.Store.List().All(model => model.BlobDigest != removed.BlobDigest))
        {
            node.Runners.Unload(removed.BlobDigest);
        }

        await Replies.EmptyAsync(context, StatusCodes.Status200OK);
    }

    public static void PutOrRefuse(this ModelStore store, StoredModel model)
    {
        if (!store.Put(model))
        {
            throw Refusal.Failed("write manifest: no space left on device");
        }
    }
}

internal sealed record TagsReply(TagModel[] Models);

internal sealed record TagModel(
    string Name, string Model, string ModifiedAt, long Size, string Digest, ModelDetails Details, string[] Capabilities);
