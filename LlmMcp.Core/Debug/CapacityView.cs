using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Debug;

/// <summary>The answer of <c>GET /v1/debug/capacity</c>. Hosts that are offline count, as they always did.</summary>
internal sealed record CapacityView(
    int TotalSlots, int UsedSlots, int FreeSlots, double UtilizationPct, IReadOnlyList<HostCapacity> Hosts, WorkerCapacity Workers)
{
    public static CapacityView Of(FleetSnapshot fleet, DashboardFacts facts, int slotsPerWorker)
    {
        IReadOnlyList<HostCapacity> hosts = [.. new FleetTree(fleet, facts).Hosts().Select(HostCapacity.Of)];
        var (total, used) = (hosts.Sum(static host => host.Slots), hosts.Sum(static host => host.Used));
        return new CapacityView(
            total, used, Math.Max(0, total - used), Percent(used, total), hosts, new WorkerCapacity(facts.Workers.Count, facts.Workers.Count * slotsPerWorker));
    }

    /// <summary>How much of the whole, in percent with one decimal; 0 of nothing.</summary>
    public static double Percent(int used, int total) => total == 0 ? 0 : Math.Round(100d * used / total, 1);
}

/// <summary>Slots of a machine.</summary>
internal sealed record HostCapacity(string Name, string Status, int Slots, int Used, int Free, double UtilizationPct, int Models, string Circuit)
{
    public static HostCapacity Of(HostView host)
    {
        var used = host.Nodes.Sum(static node => node.Slots.Used);
        return new HostCapacity(
            host.Name, host.Status, host.TotalSlots, used, Math.Max(0, host.TotalSlots - used), CapacityView.Percent(used, host.TotalSlots), host.TotalModels, host.Circuit);
    }
}

/// <summary>Workers, and the jobs they are reckoned to take.</summary>
internal sealed record WorkerCapacity(int Online, int TotalCapacity);
