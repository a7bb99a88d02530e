namespace LlmMcp.EmbeddedPostgres.Tests.Host;

/// <summary>A test of what happens under root on Linux; skipped, with the reason, for everybody else.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    /// <summary>Skips unless we are root on Linux.</summary>
    public RootFactAttribute() =>
        Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "Needs root on Linux: the server's account is changed only there.";
}
