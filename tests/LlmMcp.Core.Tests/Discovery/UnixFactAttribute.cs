namespace LlmMcp.Core.Tests.Discovery;

/// <summary>A test that runs shell scripts.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Needs a shell." : null;
}
