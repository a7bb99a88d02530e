using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>Publishing is never simulated: a push gets as far as it would on a machine that reaches no registry.</summary>
internal static class PushApi
{
    private const string ManifestFolder = "/usr/share/ollama/.ollama/models/manifests";

    public static void MapPush(this IEndpointRouteBuilder routes) => routes.MapPost("/api/push", PushAsync);

    private static async Task PushAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var request = new GoObject(body.RootElement, "PushRequest");
        var name = ModelName.Parse(request.TextOrNull("model") ?? request.Text("name")) ?? throw Refusal.BadRequest("model is required");
        await StatusStream.RunAsync(context, request.Flag("stream") ?? true, RunAsync(context.Node(), name));
    }

    private static async IAsyncEnumerable<StatusLine> RunAsync(SimulatedNode node, ModelName name)
    {
        yield return new StatusLine("retrieving manifest");
        await Task.CompletedTask;
        var model = node.Store.Find(name.Full)
            ?? throw Refusal.Failed($"open {ManifestFolder}/{name.Host}/{name.Namespace}/{name.Model}/{name.Tag}: no such file or directory");
        throw Refusal.Failed(
            $"Head \"https://{name.Host}/v2/{name.Namespace}/{name.Model}/blobs/sha256:{model.BlobDigest}\": "
            + $"dial tcp: lookup {name.Host} on 127.0.0.53:53: no such host");
    }
}
