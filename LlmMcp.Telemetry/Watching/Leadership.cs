namespace LlmMcp.Telemetry.Watching;

/// <summary>Whether this process is the one that watches, as far as it knows.</summary>
internal sealed class Leadership
{
    private volatile bool held;

    public bool Held
    {
        get => held;
        set => held = value;
    }
}
