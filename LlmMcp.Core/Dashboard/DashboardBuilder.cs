using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Dashboard;

/// <summary>Makes the dashboard of facts and fleet. Pure.</summary>
internal static class DashboardBuilder
{
    private const string BenchmarkPrefix = "benchmark.";

    public static DashboardView Build(DashboardFacts facts, FleetSnapshot fleet, string mlxUrl)
    {
        var tree = new FleetTree(fleet, facts);
        var hosts = tree.Hosts();
        var issues = Issues.Of(hosts, facts, fleet, mlxUrl);
        return new DashboardView(
            QueueSummary.ByStatus(facts, static _ => true),
            QueueSummary.ByStatus(facts, static kind => kind.StartsWith(BenchmarkPrefix, StringComparison.Ordinal)),
            [.. facts.RunningJobs.Select(job => Running(job, facts.At, fleet))],
            tree.Nodes(), hosts, facts.Workers.Count, [.. issues.Select(static issue => issue.Text)], issues, facts.Costs,
            fleet.Devices.Values.Where(static device => device.Online).SelectMany(static device => device.Models, static (device, model) => (device.Provider, model)).Distinct().Count(),
            QueueSummary.Queue(facts), tree.Slots(), QueueSummary.Minutes(facts), tree.Clouds(),
            facts.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static RunningJobView Running(RunningJob job, DateTimeOffset now, FleetSnapshot fleet)
    {
        var provider = JobKinds.CallsModel(job.Kind) ? JobProviders.Of(job.Kind) : "";
        var speed = job.DeviceId is null ? null : fleet.SpeedOfJob(job.DeviceId, job.Kind, job.Model);
        return new RunningJobView(
            job.Id, job.Kind, job.Model, provider, job.DeviceId ?? "", job.UpdatedAt.UtcDateTime, job.WorkerId ?? "", job.Source, job.Attempts,
            job.StartedAt.UtcDateTime, Math.Round(Math.Max(0, (now - job.StartedAt).TotalSeconds), 1), speed?.TokensPerSecond);
    }
}
