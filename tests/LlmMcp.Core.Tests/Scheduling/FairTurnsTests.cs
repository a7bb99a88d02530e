using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Scheduling;

public sealed class FairTurnsTests
{
    [Fact]
    public void Clients_take_turns_however_many_sources_they_use()
    {
        var lanes = new[] { Lane("a", "1"), Lane("a", "2"), Lane("a", "3"), Lane("b", "1") };

        var served = Serve(new FairTurns(), lanes, 8);

        Assert.Equal(4, served.Count(lane => lane.Client == "a"));
        Assert.Equal(4, served.Count(lane => lane.Client == "b"));
    }

    [Fact]
    public void Sources_of_one_client_take_turns_however_many_blocks_they_use()
    {
        var lanes = new[] { Lane("", "1", "x"), Lane("", "1", "y"), Lane("", "1", "z"), Lane("", "2", "x") };

        var served = Serve(new FairTurns(), lanes, 12);

        Assert.Equal(6, served.Count(lane => lane.Source == "2"));
        Assert.Equal(2, served.Count(lane => lane is { Source: "1", Block: "z" }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(60)]
    public void Claims_of_a_few_are_as_fair_as_claims_of_many(int atOnce)
    {
        var lanes = new[] { Lane("a", "1"), Lane("a", "2"), Lane("b", "1"), Lane("c", "7"), Lane("c", "8"), Lane("c", "9") };
        var turns = new FairTurns();
        var served = new List<Lane>();
        while (served.Count < 60)
        {
            served.AddRange(Serve(turns, lanes, Math.Min(atOnce, 60 - served.Count)));
        }

        Assert.All(served.GroupBy(lane => lane.Client), client => Assert.Equal(20, client.Count()));
        Assert.All(served.Where(lane => lane.Client == "c").GroupBy(lane => lane.Source), source => Assert.InRange(source.Count(), 6, 7));
    }

    [Fact]
    public void A_lane_that_waits_for_its_device_costs_its_client_no_turn()
    {
        // One job at a time, as when a single slot becomes free again and again: the first lane of client a can never be granted.
        var turns = new FairTurns();
        var lanes = new[] { Lane("a", "", "busy"), Lane("a", "", "free"), Lane("b", "", "free") };
        var served = new List<Lane>();
        for (var i = 0; i < 20; i++)
        {
            served.AddRange(Serve(turns, lanes, 1, lane => lane.Block != "busy"));
        }

        Assert.Equal(10, served.Count(lane => lane.Client == "a"));
        Assert.Equal(10, served.Count(lane => lane.Client == "b"));
    }

    [Fact]
    public void No_lane_waits_more_than_one_round_of_clients_sources_and_blocks()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Sequence(seed);
            var lanes = Enumerable.Range(0, random.Next(1, 12))
                .Select(_ => Lane($"c{random.Next(0, 3)}", $"s{random.Next(0, 3)}", $"b{random.Next(0, 3)}"))
                .Distinct().ToList();
            var turns = new FairTurns();
            var served = new List<Lane>();
            while (served.Count < 600)
            {
                served.AddRange(Serve(turns, lanes, random.Next(1, 8)));
            }

            foreach (var lane in lanes)
            {
                var clients = lanes.Select(other => other.Client).Distinct().Count();
                var sources = lanes.Where(other => other.Client == lane.Client).Select(other => other.Source).Distinct().Count();
                var blocks = lanes.Count(other => other.Client == lane.Client && other.Source == lane.Source);
                var longest = LongestGap(served, lane);
                Assert.True(longest <= clients * sources * blocks, $"seed {seed}: {lane} waited {longest} turns of {clients}x{sources}x{blocks}");
            }
        }
    }

    [Fact]
    public void The_walk_ends_when_nobody_can_take_more()
    {
        var left = new Dictionary<string, int> { ["a"] = 3, ["b"] = 1 };

        var served = Serve(new FairTurns(), [Lane("a", ""), Lane("b", "")], 100, lane => left[lane.Client]-- > 0);

        Assert.Equal(["a", "b", "a", "a"], served.Select(lane => lane.Client));
    }

    private static int LongestGap(List<Lane> served, Lane lane)
    {
        var (longest, gap) = (0, 0);
        foreach (var one in served)
        {
            gap = one == lane ? 0 : gap + 1;
            longest = Math.Max(longest, gap);
        }

        return longest;
    }

    private static List<Lane> Serve(FairTurns turns, IEnumerable<Lane> lanes, int count, Func<Lane, bool>? can = null)
    {
        var served = new List<Lane>();
        turns.Run(
            lanes,
            lane =>
            {
                if (can?.Invoke(lane) == false)
                {
                    return false;
                }

                served.Add(lane);
                return true;
            },
            () => served.Count >= count);
        return served;
    }

    private static Lane Lane(string client, string source, string block = "x") => new(block, 0, client, source);
}
