namespace LlmMcp.Simulator.Catalog;

internal static class CapabilityNames
{
    private static readonly (ModelCapabilities Flag, string Name)[] Order =
    [
        (ModelCapabilities.Completion, "completion"),
        (ModelCapabilities.Embedding, "embedding"),
        (ModelCapabilities.Vision, "vision"),
        (ModelCapabilities.Tools, "tools"),
        (ModelCapabilities.Insert, "insert"),
        (ModelCapabilities.Thinking, "thinking"),
    ];

    public static string[] Of(ModelCapabilities capabilities) =>
        [.. Order.Where(entry => capabilities.HasFlag(entry.Flag)).Select(entry => entry.Name)];
}
