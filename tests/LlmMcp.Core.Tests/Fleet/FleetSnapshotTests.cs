using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class FleetSnapshotTests
{
    [Fact]
    public void A_snapshot_serves_as_another_until_something_changes_that_a_scheduler_sees()
    {
        var device = TestFleet.Ollama("a", "llama3.2:3b");
        var before = TestFleet.Of(device);

        Assert.True(before.ServesAs(TestFleet.Of(device with { LatencyMs = 7, LastSeen = DateTimeOffset.UnixEpoch })));
        Assert.False(before.ServesAs(TestFleet.Of(device.Offline())));
        Assert.False(before.ServesAs(TestFleet.Of(device.WithLoaded("llama3.2:3b"))));
        Assert.False(before.ServesAs(TestFleet.Of(TestFleet.Ollama("a", "llama3.2:1b"))));
        Assert.False(before.ServesAs(TestFleet.Of(device, TestFleet.Ollama("b"))));
        Assert.False(before.ServesAs(FleetSnapshot.Empty));
    }
}
