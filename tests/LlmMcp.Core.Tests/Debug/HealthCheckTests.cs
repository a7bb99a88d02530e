using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Debug;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Dashboard;

namespace LlmMcp.Core.Tests.Debug;

public sealed class HealthCheckTests
{
    [Fact]
    public void A_sound_system_is_ok()
    {
        var health = Of(Facts.Of(queued: 1, running: 1, workers: 2), Facts.Device("pi5", "pi5", models: ["a"]));

        Assert.Equal(("ok", 2, 8), (health.Status, health.Checks.Workers.Online, health.Checks.Workers.Capacity));
        Assert.Empty(health.Issues);
    }

    [Fact]
    public void A_host_that_is_offline_is_a_warning_and_all_of_them_an_error()
    {
        var gone = Facts.Device("gone", "gone", online: false);

        var some = Of(Facts.Of(), gone, Facts.Device("pi5", "pi5", models: ["a"]));
        var all = Of(Facts.Of(), gone);

        Assert.Equal(("warning", "warning"), (some.Status, some.Checks.Hosts.Status));
        Assert.Equal(["Host 'gone' offline (last seen 2h ago)"], some.Issues);
        Assert.Equal(("error", "error"), (all.Status, all.Checks.Hosts.Status));
    }

    [Fact]
    public void No_worker_is_a_warning() => Assert.Equal("warning", Of(Facts.Of(workers: 0)).Status);

    [Fact]
    public void A_kind_that_no_worker_takes_is_told_as_on_the_dashboard() =>
        Assert.Equal(["Kind 'my.kind': 2 jobs queued, but no online worker serves it"], Of(Facts.Of(queued: 2, kind: "my.kind")).Issues);

    [Fact]
    public void An_expired_lease_is_a_warning()
    {
        var health = Of(Facts.Of(running: 2) with { Running = [new("echo", null, 2, 1)] });

        Assert.Equal(("warning", 1L), (health.Checks.Queue.Status, health.Checks.Queue.Stuck));
        Assert.Equal(["1 jobs with expired lease"], health.Issues);
    }

    [Fact]
    public void A_database_that_does_not_answer_is_an_error()
    {
        var health = HealthCheck.Of(false, "The database does not answer.", new Pulse(Facts.Of(), TimeSpan.FromMilliseconds(1), new ConnectionCounts(1, 2, 100), 0), FleetSnapshot.Empty, "1", 4);

        Assert.Equal(("error", "error"), (health.Status, health.Checks.Database.Status));
        Assert.Equal(["Database unreachable"], health.Issues);
    }

    [Fact]
    public void Capacity_counts_offline_hosts_too()
    {
        var facts = Facts.Of(workers: 2) with { Slots = new Dictionary<string, SlotUse> { ["a"] = new(3, 1), ["b"] = new(1, 1) } };

        var capacity = CapacityView.Of(Facts.Fleet(Facts.Device("a", "a", models: ["m"]), Facts.Device("b", "b", online: false, models: ["m"])), facts, 2);

        Assert.Equal((4, 2, 2, 50d), (capacity.TotalSlots, capacity.UsedSlots, capacity.FreeSlots, capacity.UtilizationPct));
        Assert.Equal([new HostCapacity("a", "online", 3, 1, 2, 33.3, 1, "ok"), new HostCapacity("b", "offline", 1, 1, 0, 100, 1, "ok")], capacity.Hosts);
        Assert.Equal(new WorkerCapacity(2, 4), capacity.Workers);
    }

    [Fact]
    public void Nothing_is_not_utilized() => Assert.Equal(0, CapacityView.Of(FleetSnapshot.Empty, Facts.Of(), 1).UtilizationPct);

    private static HealthCheck Of(DashboardFacts facts, params FleetDevice[] devices) =>
        HealthCheck.Of(true, "", new Pulse(facts, TimeSpan.FromMilliseconds(1), new ConnectionCounts(1, 2, 100), 0), Facts.Fleet(devices), "1", 4);
}
