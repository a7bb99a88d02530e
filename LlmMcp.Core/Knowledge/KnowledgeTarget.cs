using System.Text.Json.Nodes;

namespace LlmMcp.Core.Knowledge;

/// <summary>A kind of knowledge base: what it is called, what it takes and how long it may take.</summary>
/// <param name="Name">As callers name it.</param>
/// <param name="Variable">What to set to have one.</param>
/// <param name="KeyVariable">What to set to have a key for it; null when it takes none.</param>
/// <param name="Path">Below its base URL.</param>
/// <param name="LeastBytes">Shortest text worth keeping, in UTF-8 bytes.</param>
/// <param name="Limit">How long it may take.</param>
internal sealed record KnowledgeTarget(string Name, string Variable, string? KeyVariable, string Path, int LeastBytes, TimeSpan Limit)
{
    /// <summary>Documents for everybody.</summary>
    public static readonly KnowledgeTarget LightRag = new("lightrag", "LIGHTRAG_URL", "LIGHTRAG_API_KEY", "documents/text", 100, TimeSpan.FromSeconds(30));

    /// <summary>What is known of one user. The path ends in a slash, without which mem0 redirects.</summary>
    public static readonly KnowledgeTarget Mem0 = new("mem0", "MEM0_URL", null, "v1/memories/", 10, TimeSpan.FromSeconds(15));

    /// <summary>Both.</summary>
    public static readonly IReadOnlyList<KnowledgeTarget> All = [LightRag, Mem0];

    /// <summary>The body it wants.</summary>
    /// <param name="request">What the caller sent.</param>
    /// <param name="today">The date of the day, told with a document.</param>
    public JsonObject Body(IngestRequest request, DateOnly today) => this == LightRag
        ? new JsonObject { ["text"] = Headed(request, today), ["description"] = request.Metadata?.Topic ?? "" }
        : new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = request.Text }),
            ["user_id"] = string.IsNullOrWhiteSpace(request.UserId) ? "default" : request.UserId,
        };

    private static string Headed(IngestRequest request, DateOnly today) =>
        $"<!-- Source-Type: {OneLine(request.Metadata?.SourceType, "unknown")} -->\n<!-- Domain: {OneLine(request.Metadata?.Domain, "General")} -->\n<!-- Ingested: {today:yyyy-MM-dd} -->\n\n{request.Text}";

    /// <summary>A word of the caller's that stands in a comment of ours may not end it.</summary>
    private static string OneLine(string? text, string otherwise)
    {
        var line = new string([.. (text ?? "").Where(static character => !char.IsControl(character) && character is not ('<' or '>'))]).Trim();
        return line.Length == 0 ? otherwise : line;
    }
}
