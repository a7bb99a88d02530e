using System.Text;
using System.Text.Json.Nodes;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>The recorded answers in <c>Samples</c>.</summary>
internal static class Sample
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public static JsonObject Json(string name) => (JsonObject)JsonNode.Parse(Bytes(name))!;

    public static IEnumerable<JsonObject> Lines(string name) =>
        Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonObject)JsonNode.Parse(line)!);

    /// <summary>The data objects of an event stream, without <c>[DONE]</c>.</summary>
    public static IEnumerable<JsonObject> Events(string name) =>
        Text(name).Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => (JsonObject)JsonNode.Parse(line[6..])!);
}
