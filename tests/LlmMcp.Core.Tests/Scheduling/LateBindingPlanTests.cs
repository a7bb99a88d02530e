using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Scheduling;

/// <summary>Where a late-bound job is planned to run: the order of candidates by the room there is now.</summary>
public sealed class LateBindingPlanTests
{
    private static readonly HashSet<string> Kinds = [JobKinds.OllamaChat, JobKinds.OpenAiChat];

    [Theory]
    [InlineData("preferred", "preference comes before everything")]
    [InlineData("warm", "loaded and idle comes before speed")]
    [InlineData("fast", "speed comes before size")]
    [InlineData("large", "size comes before the order of the source")]
    [InlineData("first", "else the one named first")]
    public void The_best_candidate_with_room_is_taken(string best, string why)
    {
        RouteCandidate[] all =
        [
            On("first"),
            On("large") with { ParamsB = 70 },
            On("fast") with { TokensPerSecond = 90 },
            On("warm") with { Loaded = true },
            On("preferred") with { Preference = -1 },
        ];
        string[] full = [.. all.Select(static candidate => candidate.DeviceId).SkipWhile(device => device != best).Skip(1)];

        var plan = Plan(1, all, all.Where(candidate => !full.Contains(candidate.DeviceId)).ToDictionary(static candidate => candidate.DeviceId, static _ => new DeviceRoom(1, 1)));

        Assert.True(best == Assert.Single(Assert.Single(plan).Slots).Candidate.DeviceId, why);
    }

    [Fact]
    public void A_loaded_device_that_is_busy_is_no_better_than_a_faster_one()
    {
        var plan = Plan(1, [On("warm") with { Loaded = true }, On("fast") with { TokensPerSecond = 50 }], Room(("warm", 2, 1), ("fast", 1, 1)));

        Assert.Equal("fast", Assert.Single(plan[0].Slots).Candidate.DeviceId);
    }

    [Fact]
    public void Two_jobs_go_to_two_idle_devices_that_have_the_model()
    {
        var plan = Plan(2, [On("a") with { Loaded = true }, On("b") with { Loaded = true }], Room(("a", 2, 2), ("b", 2, 2)));

        Assert.Equal([("a", 1), ("b", 1)], plan[0].Slots.Select(static slot => (slot.Candidate.DeviceId, slot.Count)));
    }

    [Fact]
    public void A_full_device_gives_way_to_the_next_best_and_then_to_the_cloud()
    {
        var cloud = new RouteCandidate("cloud:openai", Providers.OpenAi, JobKinds.OpenAiChat, "gpt-4o-mini") { Preference = 9 };

        var plan = Plan(4, [On("a"), On("b"), cloud], Room(("a", 1, 1), ("b", 2, 1), ("cloud:openai", 16, 16)));

        Assert.Equal([("a", 1), ("b", 1), ("cloud:openai", 2)], plan[0].Slots.Select(static slot => (slot.Candidate.DeviceId, slot.Count)));
    }

    [Fact]
    public void A_device_gets_one_model_of_a_block_per_claim()
    {
        // While idle the loaded model is the better one there, afterwards the faster would be.
        var plan = Plan(2, [On("a", "loaded") with { Loaded = true }, On("a", "fast") with { TokensPerSecond = 50 }], Room(("a", 2, 2)));

        Assert.Equal([("loaded", 2)], plan[0].Slots.Select(static slot => (slot.Candidate.Model, slot.Count)));
    }

    [Fact]
    public void A_device_due_for_a_probe_gets_one_job_whatever_room_it_has()
    {
        LaneView[] lanes = [Lane("n"), Lane("other")];

        var plan = ClaimPlan.WithSlots(new Appetite(Kinds, 9, 0), lanes, new FairTurns(), Room(("sick", 4, 4, true)), _ => [On("sick")]);

        var slot = Assert.Single(Assert.Single(plan).Slots);
        Assert.Equal((1, true), (slot.Count, slot.IsProbe));
    }

    [Fact]
    public void A_probe_by_the_picture_alone_is_an_ordinary_single_job()
    {
        var plan = Plan(3, [On("well") with { IsProbe = true }], Room(("well", 4, 4)));

        var slot = Assert.Single(plan[0].Slots);
        Assert.Equal((1, false), (slot.Count, slot.IsProbe));
    }

    [Fact]
    public void Jobs_of_one_need_may_become_different_kinds()
    {
        var openAi = new RouteCandidate("cloud:openai", Providers.OpenAi, JobKinds.OpenAiChat, "gpt-4o-mini");

        var plan = Plan(2, [On("a"), openAi], Room(("a", 1, 1), ("cloud:openai", 1, 1)));

        Assert.Equal([JobKinds.OllamaChat, JobKinds.OpenAiChat], plan[0].Slots.Select(static slot => slot.Candidate.Kind));
    }

    private static IReadOnlyList<SlotClaim> Plan(int jobs, RouteCandidate[] candidates, Dictionary<string, DeviceRoom> rooms) =>
        ClaimPlan.WithSlots(new Appetite(Kinds, jobs, 0), [Lane("n")], new FairTurns(), rooms, _ => candidates);

    private static RouteCandidate On(string device, string model = "m") => new(device, Providers.Ollama, JobKinds.OllamaChat, model);

    private static LaneView Lane(string need)
    {
        var block = WorkBlock.LateBound(need);
        return new LaneView(new Lane(block.ToString(), 0, "", ""), block, Guid.Empty, 1);
    }

    private static Dictionary<string, DeviceRoom> Room(params (string Device, int Total, int Free)[] devices) =>
        devices.ToDictionary(static device => device.Device, static device => new DeviceRoom(device.Total, device.Free));

    private static Dictionary<string, DeviceRoom> Room((string Device, int Total, int Free, bool Probe) device) =>
        new() { [device.Device] = new DeviceRoom(device.Total, device.Free, device.Probe) };
}
