namespace LlmMcp.SystemTests.Fleet;

/// <summary>A job that somebody wants, and what may happen to it.</summary>
/// <param name="Name">What sort of wish it is.</param>
/// <param name="Path">The door it goes through.</param>
/// <param name="Body">The request; its text begins with <see cref="JobTag"/>.</param>
internal sealed record Wish(string Name, string Path, object Body)
{
    /// <summary>Whether the cloud may answer.</summary>
    public required CloudUse Cloud { get; init; }

    /// <summary>Tiers of the local models that may answer; empty when a name or another rule decides.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>The one model that may answer; null when a quality decides.</summary>
    public string? Model { get; init; }

    /// <summary>The one device that may answer; null for any.</summary>
    public string? Device { get; init; }

    /// <summary>A vector is wanted.</summary>
    public bool IsEmbedding { get; init; }

    /// <summary>Estimated length in tokens: a quarter of the bytes.</summary>
    public int Tokens { get; init; }
}

/// <summary>Whether the cloud may answer a wish.</summary>
internal enum CloudUse
{
    /// <summary>Under no circumstances.</summary>
    Never,

    /// <summary>Nobody else may.</summary>
    Always,

    /// <summary>Only when no local candidate is there, or waiting for one would take longer than an attempt may.</summary>
    InNeed,
}
