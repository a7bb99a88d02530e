using System.Text.Json;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>One recorded request of a real server with what it answered.</summary>
public sealed record Recording
{
    private static readonly Lazy<IReadOnlyDictionary<string, Recording>> Index = new(Load);

    public static IReadOnlyDictionary<string, Recording> All => Index.Value;

    public required string File { get; init; }

    public required HttpMethod Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Null for a request without a body.</summary>
    public string? Body { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyDictionary<string, string> ResponseHeaders { get; init; }

    public required string Answer { get; init; }

    public override string ToString() => File;

    private static Dictionary<string, Recording> Load()
    {
        var folder = System.IO.Path.Combine(AppContext.BaseDirectory, "Samples");
        using var index = JsonDocument.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(folder, "INDEX.json")));
        return index.RootElement.GetProperty("samples").EnumerateArray().Select(entry => Read(entry, folder)).ToDictionary(recording => recording.File);
    }

    private static Recording Read(JsonElement entry, string folder)
    {
        var request = entry.GetProperty("request");
        var file = entry.GetProperty("file").GetString()!;
        return new Recording
        {
            File = file,
            Method = new HttpMethod(request.GetProperty("method").GetString()!),
            Path = request.GetProperty("path").GetString()!,
            Body = request.TryGetProperty("raw_body", out var raw) ? raw.GetString() : request.TryGetProperty("body", out var body) ? body.GetRawText() : null,
            Headers = Map(request, "headers"),
            Status = entry.GetProperty("status").GetInt32(),
            ResponseHeaders = Map(entry, "response_headers"),
            Answer = System.IO.File.ReadAllText(System.IO.Path.Combine(folder, file)),
        };
    }

    private static Dictionary<string, string> Map(JsonElement element, string name) =>
        element.TryGetProperty(name, out var map) ? map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!) : [];
}
