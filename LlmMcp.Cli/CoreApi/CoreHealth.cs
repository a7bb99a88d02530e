namespace LlmMcp.Cli.CoreApi;

/// <summary>What a probe of <c>GET /health</c> found.</summary>
internal abstract record CoreHealth
{
    /// <summary>A Core of this version answers.</summary>
    public sealed record Answers(string Version) : CoreHealth;

    /// <summary>Something answers, but it is not a Core.</summary>
    public sealed record NotCore(string Why) : CoreHealth;

    /// <summary>Nothing answers.</summary>
    public sealed record Unreachable(string Why) : CoreHealth;
}
