using LlmMcp.Deploy.Tests.Rig;

namespace LlmMcp.Deploy.Tests.Systemd;

/// <summary>A test that needs <c>systemd-analyze</c>; it does not need a running systemd.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute()
    {
        if (Tool.Find("systemd-analyze") is null)
        {
            Skip = "This machine has no systemd-analyze.";
        }
    }
}
