using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>A machine with several model servers is gone, and all of them with it.</summary>
internal sealed class HostLost : IRule
{
    public string Name => "host_lost";

    public Family Family => Family.Fleet;

    /// <summary>Whether the host is told instead of its devices.</summary>
    public static bool IsLost(Machine host) => host is { Status: "offline", Nodes.Count: >= 2 };

    public IEnumerable<Finding> See(Look look, AlertSettings settings) => look.Dashboard.Hosts
        .Where(static host => host.Status != "online")
        .Select(static host => IsLost(host)
            ? new Finding(host.Id, Names.Of(host), $"HOST LOST: {Names.Of(host)} ({host.Nodes!.Count} devices)")
            : Finding.Unclear(host.Id));

    public string? Over(string key, string subject, TimeSpan lasted, Look look) =>
        look.Dashboard.Hosts.Any(host => host.Id == key) ? $"HOST BACK: {subject} (after {Ages.Of(lasted)})" : null;
}
