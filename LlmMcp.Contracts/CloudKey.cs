namespace LlmMcp.Contracts;

/// <summary>The key of a cloud provider, as settings and variables write it.</summary>
public static class CloudKey
{
    // What the deployed system writes for a provider that is not used.
    private const string NotUsed = "not-used";

    /// <summary>True for a key to call with: neither empty nor <c>not-used</c>.</summary>
    public static bool IsSet(string? text) => text?.Trim() is { Length: > 0 } key && key != NotUsed;
}
