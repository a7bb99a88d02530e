namespace LlmMcp.Simulator.Generation;

internal static class StopSequences
{
    /// <summary>The text up to the first stop sequence in it; the sequence itself is not part of the answer.</summary>
    public static string Cut(string text, IReadOnlyList<string> stops)
    {
        var end = stops
            .Where(stop => stop.Length > 0)
            .Select(stop => text.IndexOf(stop, StringComparison.Ordinal))
            .Where(index => index >= 0)
            .DefaultIfEmpty(text.Length)
            .Min();
        return text[..end];
    }
}
