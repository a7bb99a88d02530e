namespace LlmMcp.Core.Api;

/// <summary>A request that can be sent as it stands, among an endpoint's metadata.</summary>
/// <param name="Body">JSON, or null when the call has no body.</param>
/// <param name="Query">The query with its question mark, or empty.</param>
internal sealed record RequestExample(string? Body = null, string Query = "")
{
    /// <summary>The id in examples. No job has it, so that nobody who pastes an example cancels one.</summary>
    public const string Id = "00000000-0000-0000-0000-000000000000";

    /// <summary>Nothing but the path.</summary>
    public static RequestExample None { get; } = new();
}
