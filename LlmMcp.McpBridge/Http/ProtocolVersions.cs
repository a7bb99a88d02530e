namespace LlmMcp.McpBridge.Http;

/// <summary>The revisions of MCP that are served, and the two eras they belong to.</summary>
internal static class ProtocolVersions
{
    /// <summary>The last revision with an <c>initialize</c> handshake and sessions.</summary>
    public const string November2025 = "2025-11-25";

    /// <summary>The first revision in which every request stands alone.</summary>
    public const string July2026 = "2026-07-28";

    /// <summary>Revisions that begin with <c>initialize</c>, oldest first.</summary>
    public static readonly IReadOnlyList<string> WithHandshake = ["2024-11-05", "2025-03-26", "2025-06-18", November2025];

    /// <summary>Revisions whose requests stand alone, oldest first: what <c>server/discover</c> tells.</summary>
    public static readonly IReadOnlyList<string> Alone = [July2026];

    /// <summary>Every revision that is served, oldest first.</summary>
    public static readonly IReadOnlyList<string> All = [.. WithHandshake, .. Alone];

    /// <summary>True for revisions whose requests carry their own metadata and know no session.</summary>
    public static bool IsStateless(string? version) => !string.IsNullOrEmpty(version) && StringComparer.Ordinal.Compare(version, July2026) >= 0;
}
