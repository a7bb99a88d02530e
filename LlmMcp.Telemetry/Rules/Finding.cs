namespace LlmMcp.Telemetry.Rules;

/// <summary>What a rule sees.</summary>
/// <param name="Key">What it is about, within the rule; empty where there is only one.</param>
/// <param name="Subject">The name people know it by.</param>
/// <param name="Text">The line people read.</param>
internal sealed record Finding(string Key, string Subject, string Text)
{
    /// <summary>Whether it is so; otherwise it cannot be told, and what was open stays open.</summary>
    public bool Holds { get; init; } = true;

    public static Finding Unclear(string key) => new(key, "", "") { Holds = false };
}
