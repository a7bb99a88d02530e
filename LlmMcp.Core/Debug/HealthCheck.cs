using System.Text.Json.Serialization;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Debug;

/// <summary>The answer of <c>GET /v1/debug/health</c>. <c>status</c> is the worst of the checks: ok, warning, error.</summary>
internal sealed record HealthCheck(string Status, string Version, HealthChecks Checks, IReadOnlyList<string> Issues)
{
    private const string Ok = "ok";
    private const string Warning = "warning";
    private const string Error = "error";

    /// <summary>Judges the last look. Pure.</summary>
    public static HealthCheck Of(bool beats, string failure, Pulse pulse, FleetSnapshot fleet, string version, int slotsPerWorker)
    {
        var facts = pulse.Facts;
        var statuses = QueueSummary.ByStatus(facts, static _ => true);
        var stuck = facts.Running.Sum(static count => count.Stuck);
        var hosts = new FleetTree(fleet, facts).Hosts();
        var online = hosts.Count(static host => host.Status == DeviceStatus.Online);
        var checks = new HealthChecks(
            beats
                ? new DatabaseCheck(Ok, Math.Round(pulse.Latency.TotalMilliseconds, 1), pulse.Connections, null)
                : new DatabaseCheck(Error, null, null, failure.Length > 0 ? failure : "Nobody has looked yet."),
            new QueueCheck(stuck > 0 ? Warning : Ok, statuses.GetValueOrDefault(JobStatus.Queued), statuses.GetValueOrDefault(JobStatus.Running), stuck, QueueSummary.Oldest(facts)),
            new HostsCheck(online == hosts.Count ? Ok : online == 0 ? Error : Warning, hosts.Count, online, hosts.Count - online),
            new WorkersCheck(facts.Workers.Count == 0 ? Warning : Ok, facts.Workers.Count, facts.Workers.Count * slotsPerWorker));
        var issues = beats ? Enumerable.Empty<string>() : ["Database unreachable"];
        issues = issues.Concat(Dashboard.Issues.Offline(hosts, facts.At).Select(static issue => issue.Text));
        issues = stuck > 0 ? issues.Append($"{stuck} jobs with expired lease") : issues;
        return new HealthCheck(
            Worst(checks.Database.Status, checks.Queue.Status, checks.Hosts.Status, checks.Workers.Status), version, checks,
            [.. issues.Concat(Dashboard.Issues.Queue(facts).Select(static issue => issue.Text)).Take(Dashboard.Issues.Most)]);
    }

    private static string Worst(params ReadOnlySpan<string> statuses) =>
        statuses.Contains(Error) ? Error : statuses.Contains(Warning) ? Warning : Ok;
}

/// <summary>The checks.</summary>
internal sealed record HealthChecks(DatabaseCheck Database, QueueCheck Queue, HostsCheck Hosts, WorkersCheck Workers);

/// <summary>PostgreSQL: an error when it does not answer.</summary>
internal sealed record DatabaseCheck(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LatencyMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConnectionCounts? Connections,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);

/// <summary>The queue: a warning while running jobs have an expired lease.</summary>
internal sealed record QueueCheck(
    string Status, long Queued, long Running, long Stuck,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? OldestQueuedSec);

/// <summary>The machines: a warning when one is offline, an error when all are.</summary>
internal sealed record HostsCheck(string Status, int Total, int Online, int Offline);

/// <summary>The workers: a warning when there is none.</summary>
internal sealed record WorkersCheck(string Status, int Online, int Capacity);
