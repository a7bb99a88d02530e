namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Text that nodes say about themselves. One node must not be able to spoil the round of all the others.</summary>
internal static class ForeignText
{
    private const int LongestName = 300;
    private const int LongestText = 500;

    /// <summary>True for what can be a model's name: neither empty nor endless, nothing unprintable.</summary>
    public static bool IsName(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= LongestName - ":latest".Length && !text.Any(char.IsControl);

    /// <summary>The text without what a database or a terminal would choke on, cut at a length nobody reads beyond.</summary>
    public static string? Clean(string? text) =>
        text is null ? null : string.Concat(text.Where(static character => !char.IsControl(character) && !char.IsSurrogate(character)).Take(LongestText));
}
