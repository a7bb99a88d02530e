namespace LlmMcp.EmbeddedPostgres.Tests.Host;

/// <summary>A test of the parent-death signal or of /proc; skipped, with the reason, elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Skips unless we are on Linux.</summary>
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Needs Linux: /proc and the parent-death signal.";
}
