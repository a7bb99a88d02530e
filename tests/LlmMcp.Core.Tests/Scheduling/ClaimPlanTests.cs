using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Scheduling;

public sealed class ClaimPlanTests
{
    private static readonly HashSet<string> Kinds = [JobKinds.Echo, JobKinds.OllamaGenerate];

    [Fact]
    public void Light_jobs_come_from_the_best_rank_only()
    {
        var plan = ClaimPlan.Light(new Appetite(Kinds, 0, 10), [Echo(rank: 0), Echo(rank: -5, source: "urgent"), Echo(rank: 3)], new FairTurns(), 500);

        var quota = Assert.Single(plan);
        Assert.Equal("urgent", quota.Lane.Lane.Source);
        Assert.Equal(10, quota.Count);
    }

    [Fact]
    public void Light_jobs_are_shared_among_the_sources_of_a_rank()
    {
        var plan = ClaimPlan.Light(new Appetite(Kinds, 0, 9), [Echo(source: "a"), Echo(source: "b"), Echo(source: "c")], new FairTurns(), 500);

        Assert.All(plan, quota => Assert.Equal(3, quota.Count));
    }

    [Theory]
    [InlineData(0, 500, 0)]
    [InlineData(7, 500, 7)]
    [InlineData(7, 4, 4)]
    public void Light_jobs_never_exceed_the_appetite_nor_the_largest_claim(int appetite, int most, int expected)
    {
        var plan = ClaimPlan.Light(new Appetite(Kinds, 50, appetite), [Echo()], new FairTurns(), most);

        Assert.Equal(expected, plan.Sum(static quota => quota.Count));
    }

    [Fact]
    public void Kinds_the_worker_does_not_run_are_left_alone()
    {
        var appetite = new Appetite(new HashSet<string> { "other" }, 5, 5);

        Assert.Empty(ClaimPlan.Light(appetite, [Echo()], new FairTurns(), 500));
        Assert.Empty(ClaimPlan.WithSlots(appetite, [Model("m")], new FairTurns(), Free(("d", 5)), Everywhere("d")));
    }

    [Fact]
    public void A_more_urgent_job_gets_the_last_slot()
    {
        var plan = ClaimPlan.WithSlots(
            new Appetite(Kinds, 5, 0), [Model("a", rank: 0), Model("b", rank: -1)], new FairTurns(), Free(("d", 1)), Everywhere("d"));

        Assert.Equal("b", Assert.Single(plan).Lanes[0].Lane.Block.Model);
    }

    [Fact]
    public void A_less_urgent_job_gets_the_slot_a_more_urgent_one_cannot_use()
    {
        var plan = ClaimPlan.WithSlots(
            new Appetite(Kinds, 5, 0), [Model("a", rank: 0), Model("b", rank: -1)], new FairTurns(), Free(("d", 1)),
            block => On(block, block.Model == "a" ? "d" : "elsewhere"));

        Assert.Equal("a", Assert.Single(plan).Lanes[0].Lane.Block.Model);
    }

    [Fact]
    public void Slots_are_never_planned_twice_and_none_stays_idle_beside_a_lane_that_could_use_it()
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Sequence(seed);
            var devices = Enumerable.Range(0, random.Next(1, 5)).Select(i => ($"d{i}", random.Next(0, 4))).ToArray();
            var lanes = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Model($"m{random.Next(0, 4)}", random.Next(-2, 3), $"s{random.Next(0, 3)}"))
                .DistinctBy(static lane => lane.Lane).ToList();
            var runs = Enumerable.Range(0, 4).ToDictionary(i => $"m{i}", _ => (IReadOnlyList<string>)[.. devices.Select(device => device.Item1).Where(_ => random.Next(0, 2) == 0)]);
            var appetite = random.Next(0, 10);

            var plan = ClaimPlan.WithSlots(new Appetite(Kinds, appetite, 0), lanes, new FairTurns(), Free(devices), block => On(block, [.. runs[block.Model]]));

            var used = plan.SelectMany(static claim => claim.Slots).GroupBy(static slot => slot.Candidate.DeviceId).ToDictionary(static group => group.Key, static group => group.Sum(slot => slot.Count));
            var total = used.Values.Sum();
            Assert.All(devices, device => Assert.True(used.GetValueOrDefault(device.Item1) <= device.Item2, $"seed {seed}: {device} got {used.GetValueOrDefault(device.Item1)}"));
            Assert.True(total <= appetite, $"seed {seed}");
            Assert.All(plan, claim => Assert.Equal(claim.Slots.Sum(static slot => slot.Count), claim.Lanes.Sum(static lane => lane.Count)));
            Assert.All(plan, claim => Assert.All(claim.Slots, slot => Assert.Contains(slot.Candidate.DeviceId, runs[claim.Block.Model])));
            Assert.All(plan, claim => Assert.Single(claim.Lanes.Select(static lane => lane.Lane.Lane.Block).Distinct()));
            Assert.All(plan, claim => Assert.Equal(claim.Lanes.Count, claim.Lanes.Select(static lane => lane.Lane.Lane).Distinct().Count()));
            if (total < appetite)
            {
                Assert.All(devices.Where(device => used.GetValueOrDefault(device.Item1) < device.Item2), idle =>
                    Assert.True(lanes.TrueForAll(lane => !runs[lane.Block.Model].Contains(idle.Item1)), $"seed {seed}: {idle} stays idle"));
            }
        }
    }

    [Fact]
    public void The_best_device_is_filled_first()
    {
        var plan = ClaimPlan.WithSlots(new Appetite(Kinds, 3, 0), [Model("m")], new FairTurns(), Free(("fast", 2), ("slow", 2)), Everywhere("fast", "slow"));

        Assert.Equal([("fast", 2), ("slow", 1)], Assert.Single(plan).Slots.Select(static slot => (slot.Candidate.DeviceId, slot.Count)));
    }

    private static Func<WorkBlock, IReadOnlyList<RouteCandidate>> Everywhere(params string[] devices) => block => On(block, devices);

    private static IReadOnlyList<RouteCandidate> On(WorkBlock block, params string[] devices) =>
        [.. devices.Select(device => new RouteCandidate(device, Providers.Ollama, block.Kind, block.Model))];

    private static Dictionary<string, DeviceRoom> Free(params (string Device, int Slots)[] devices) =>
        devices.Where(static device => device.Slots > 0).ToDictionary(static device => device.Device, static device => new DeviceRoom(device.Slots, device.Slots));

    private static LaneView Echo(int rank = 0, string source = "") => View(new WorkBlock(JobKinds.Echo), rank, source);

    private static LaneView Model(string model, int rank = 0, string source = "") => View(new WorkBlock(JobKinds.OllamaGenerate, model), rank, source);

    private static LaneView View(WorkBlock block, int rank, string source) => new(new Lane(block.ToString(), rank, "", source), block, Guid.Empty, 1);
}
