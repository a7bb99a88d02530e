using System.ComponentModel;
using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;

namespace LlmMcp.McpBridge.Tools.Fleet;

/// <summary>Everything at a glance.</summary>
internal sealed class DashboardTool(CoreHttp core) : HubTool<NoArguments, DashboardReport>(new ToolFacts(
    "llm_dashboard", "The hub at a glance",
    "See what is wrong, what waits and runs, which machines are online with which models, and what was spent. Start here when something does not work. "
    + "The resource dashboard:// has all of it.")
    {
        ReadOnly = true,
    })
{
    protected override async Task<ToolAnswer<DashboardReport>> CallAsync(NoArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var dashboard = await core.GetAsync(CorePaths.Dashboard, cancellationToken);
        var hosts = dashboard.Items("hosts");
        return new ToolAnswer<DashboardReport>(new DashboardReport
        {
            Issues = dashboard.Texts("issues"),
            Jobs = dashboard.Member("jobs"),
            Queue = QueueReport.Of(dashboard.Member("queue") ?? default),
            WorkersOnline = dashboard.Whole("workers_online") ?? 0,
            ModelsCount = dashboard.Whole("models_count") ?? 0,
            Slots = dashboard.Member("slots"),
            CostsUsd = dashboard.Member("costs"),
            RunningJobs = [.. dashboard.Items("running_jobs").Select(RunningLine.Of)],
            Hosts = [.. hosts.Take(ToolBounds.Items).Select(HostLine.Of)],
            HostsNotShown = hosts.Count > ToolBounds.Items ? hosts.Count - ToolBounds.Items : null,
            UpdatedAt = dashboard.Text("updated_at"),
        }, ResourceLinks.Dashboard());
    }
}

/// <summary>The hub in a page.</summary>
internal sealed record DashboardReport
{
    [Description("What is wrong, in words; empty when all is well.")]
    public required IReadOnlyList<string> Issues { get; init; }

    [Description("Jobs by status.")]
    public JsonElement? Jobs { get; init; }

    public required QueueReport Queue { get; init; }

    [Description("Programs that run jobs; without any nothing is answered.")]
    public required long WorkersOnline { get; init; }

    [Description("Different models that can run now.")]
    public required long ModelsCount { get; init; }

    [Description("Jobs that may run at once (total) and run now (used).")]
    public JsonElement? Slots { get; init; }

    [Description("Spent in the last 24 hours (today), 7 days (week), 30 days (month).")]
    public JsonElement? CostsUsd { get; init; }

    [Description("The newest that run.")]
    public required IReadOnlyList<RunningLine> RunningJobs { get; init; }

    [Description("Machines, those online first; at most 100.")]
    public required IReadOnlyList<HostLine> Hosts { get; init; }

    public int? HostsNotShown { get; init; }

    public string? UpdatedAt { get; init; }
}

/// <summary>What waits.</summary>
internal sealed record QueueReport
{
    public long Queued { get; init; }

    [Description("Of these, how many wait for another try.")]
    public long Waiting { get; init; }

    public double? OldestSeconds { get; init; }

    public static QueueReport Of(JsonElement queue) => new()
    {
        Queued = queue.Whole("queued") ?? 0,
        Waiting = queue.Whole("waiting") ?? 0,
        OldestSeconds = queue.Number("oldest_seconds"),
    };
}

/// <summary>A running job in the dashboard.</summary>
internal sealed record RunningLine
{
    public required string JobId { get; init; }

    public string? Kind { get; init; }

    public string? Model { get; init; }

    public string? DeviceId { get; init; }

    public double? AgeSeconds { get; init; }

    public static RunningLine Of(JsonElement job) => new()
    {
        JobId = job.Text("id") ?? "",
        Kind = job.Text("kind"),
        Model = job.Text("model"),
        DeviceId = job.Text("device_id"),
        AgeSeconds = job.Number("age_seconds"),
    };
}

/// <summary>A machine in the dashboard.</summary>
internal sealed record HostLine
{
    public required string Name { get; init; }

    public required string Status { get; init; }

    [Description("ok, probe or degraded: a degraded machine gets no jobs for some minutes.")]
    public string? Circuit { get; init; }

    public long RunningJobs { get; init; }

    public long Slots { get; init; }

    [Description("Share of its jobs of 7 days that ended well, percent.")]
    public double? SuccessRate { get; init; }

    [Description("Its devices, each a model server.")]
    public required IReadOnlyList<string> Devices { get; init; }

    public static HostLine Of(JsonElement host) => new()
    {
        Name = host.Text("name") ?? host.Text("id") ?? "",
        Status = host.Text("status") ?? "",
        Circuit = host.Text("circuit"),
        RunningJobs = host.Whole("total_running") ?? 0,
        Slots = host.Whole("total_slots") ?? 0,
        SuccessRate = host.Member("stats")?.Number("success_rate"),
        Devices = [.. host.Items("nodes").Select(static node => node.Text("device_id")).OfType<string>()],
    };
}
