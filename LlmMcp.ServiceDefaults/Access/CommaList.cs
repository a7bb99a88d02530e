namespace LlmMcp.ServiceDefaults.Access;

/// <summary>Settings that are lists come from flat variables, so they are one text with commas everywhere.</summary>
public static class CommaList
{
    /// <summary>The parts of <paramref name="text"/>, trimmed, without empty ones.</summary>
    public static string[] Parse(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
