using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;

namespace LlmMcp.Core.Tests.Dashboard;

/// <summary>Fleets and counters to look at.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 2, 14, 12, 0, 30, TimeSpan.Zero);

    public static DashboardFacts Of(long queued = 0, long running = 0, long done = 0, int workers = 1, string kind = "echo") => new()
    {
        At = Now,
        Totals = [new(kind, "submitted", queued + running + done), new(kind, "done", done)],
        Running = running > 0 ? [new(kind, null, running, 0)] : [],
        Lanes = queued > 0 ? [new(kind, "me", kind, 5, queued)] : [],
        Workers = [.. Enumerable.Repeat(new[] { "echo", "ollama.generate" }, workers)],
    };

    public static FleetDevice Device(string id, string host, int port = 11434, bool online = true, string? parent = null, Circuit? circuit = null, params string[] models) => new()
    {
        Id = id,
        Name = id,
        Host = host,
        Provider = "ollama",
        BaseUrl = new Uri($"http://{host}:{port}"),
        Status = online ? "online" : "offline",
        LastSeen = Now.AddMinutes(online ? 0 : -125),
        ParentId = parent,
        Circuit = circuit ?? Circuit.Closed,
        Models = models.ToHashSet().ToFrozenSetOf(),
    };

    public static FleetSnapshot Fleet(params FleetDevice[] devices) => new(
        devices,
        devices.SelectMany(static device => device.Models).Distinct().Select(static model => new CatalogueModel(
            "ollama", model, model.Contains("embed", StringComparison.Ordinal) ? "embed" : "chat", 3, 4096, false, model.StartsWith("strange", StringComparison.Ordinal) ? null : "small")),
        []);

    private static System.Collections.Frozen.FrozenSet<string> ToFrozenSetOf(this IEnumerable<string> names) =>
        System.Collections.Frozen.FrozenSet.ToFrozenSet(names, ModelName.Comparer);
}
