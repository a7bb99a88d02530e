namespace LlmMcp.Core.Workers;

/// <summary>Job ids on the wire.</summary>
internal static class Ids
{
    /// <summary>The id, or one that no job has: what a worker says of it is then simply not accepted.</summary>
    public static Guid Job(string text) => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty;
}
