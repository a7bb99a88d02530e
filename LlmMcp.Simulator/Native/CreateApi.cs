using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>A new model out of an installed one or an uploaded file, with its own template, system prompt and parameters.</summary>
internal static class CreateApi
{
    private const string BlobFolder = "/usr/share/ollama/.ollama/models/blobs/sha256-";

    public static void MapCreate(this IEndpointRouteBuilder routes) => routes.MapPost("/api/create", CreateAsync);

    private static async Task CreateAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        var request = new GoObject(body.RootElement, "CreateRequest");
        var name = ModelName.Parse(request.TextOrNull("model") ?? request.Text("name")) ?? throw Refusal.BadRequest("invalid model name");
        var files = request.Map("files", "map[string]string");
        if (request.TextOrNull("from") is null && files is null)
        {
            throw Plain("neither 'from' or 'files' was specified");
        }

        if (request.TextOrNull("template") is { } template && template.Split("{{").Length != template.Split("}}").Length)
        {
            throw Plain("template error: template: :1: unclosed action");
        }

        await StatusStream.RunAsync(context, request.Flag("stream") ?? true, RunAsync(context.Node(), name, request, files));
    }

    private static async IAsyncEnumerable<StatusLine> RunAsync(SimulatedNode node, ModelName name, GoObject request, JsonElement? files)
    {
        await Task.CompletedTask;
        StoredModel source;
        if (files is { } given)
        {
            yield return new StatusLine("parsing GGUF");
            source = FromFile(node, name, given);
            yield return new StatusLine("verifying conversion");
        }
        else
        {
            source = node.Store.Find(request.Text("from")) ?? throw Refusal.Failed("pull model manifest: file does not exist");
            yield return new StatusLine($"using existing layer sha256:{source.BlobDigest}");
        }

        var created = Overlay(source, request) with
        {
            Name = name,
            ParentModel = files is null ? source.Name.Display : "",
            ModifiedAt = node.Time.GetUtcNow(),
        };
        yield return new StatusLine($"creating new layer sha256:{created.BlobDigest}");
        yield return new StatusLine($"creating new layer sha256:{Sha256Hex.Of("template " + created.EffectiveTemplate)}");
        yield return new StatusLine("writing manifest");
        node.Store.PutOrRefuse(created);
        yield return new StatusLine("success");
    }

    private static StoredModel FromFile(SimulatedNode node, ModelName name, JsonElement files)
    {
        var digest = files.EnumerateObject().FirstOrDefault().Value is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
        var hex = digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..] : digest;
        var size = node.Store.BlobSize(hex) ?? throw Refusal.Failed($"open {BlobFolder}{hex}: no such file or directory");

        // The bytes are gone, so the model is a small one of the commonest architecture, as large as its file.
        var spec = ModelCatalog.Get("llama3.2:1b") with { Name = name.Display, SizeBytes = size, Template = "{{ .Prompt }}", Capabilities = ModelCapabilities.Completion };
        return new StoredModel { Name = name, Spec = spec, BlobDigest = hex, ModifiedAt = node.Time.GetUtcNow() };
    }

    private static StoredModel Overlay(StoredModel source, GoObject request) => source with
    {
        Template = request.TextOrNull("template") ?? source.Template,
        System = request.TextOrNull("system") ?? source.System,
        License = request.Raw("license") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Array } texts => string.Join('\n', texts.EnumerateArray().Select(text => text.ToString())),
            _ => source.License,
        },
        Parameters = request.Map("parameters") is { } parameters ? [.. Flatten(parameters)] : source.Parameters,
        Messages = request.Items("messages", "[]api.Message") is { Length: > 0 } messages
            ? [.. messages.Select(message => new GoObject(message, "CreateRequest.messages")).Select(message => new StoredMessage(message.Text("role"), message.Text("content")))]
            : source.Messages,
    };

    private static IEnumerable<KeyValuePair<string, string>> Flatten(JsonElement parameters) => parameters.EnumerateObject()
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
        .SelectMany(parameter => parameter.Value.ValueKind is JsonValueKind.Array
            ? parameter.Value.EnumerateArray().Select(item => KeyValuePair.Create(parameter.Name, item.ToString()))
            : [KeyValuePair.Create(parameter.Name, parameter.Value.ToString())]);

    private static Refusal Plain(string text) => new(StatusCodes.Status400BadRequest, text) { WithoutCharset = true };
}
