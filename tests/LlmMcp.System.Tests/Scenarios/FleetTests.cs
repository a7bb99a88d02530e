using System.Collections.Concurrent;
using System.Diagnostics;
using LlmMcp.SystemTests.Checks;
using LlmMcp.SystemTests.Fleet;
using LlmMcp.SystemTests.Harness;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

/// <summary>A fleet in bad weather under jobs of every sort: all are answered, and each where it may be.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class FleetTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    private const int Clients = 16;

    // Jobs that come when the weather is over and the largest models are forbidden.
    private const int Night = 80;

    [Fact]
    public async Task Every_job_is_answered_where_it_may_be_while_the_fleet_falls_apart_and_comes_back()
    {
        var (jobs, blows) = (Scale.Of(600, 5_000), Scale.Of(14, 84));
        await using var stage = await FleetStage.StartAsync(FleetPlan.Of(Scale.Of(25, 50)));
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2, coreEnvironment: stage.CoreSettings);
        // Leases longer than any outage here: one that ran out under a living worker would free a slot before its call has ended.
        var settings = new Dictionary<string, string>(stage.CloudSettings) { ["WORKER_COUNT"] = "50", ["WORKER_LEASE_SECONDS"] = "60" };
        for (var i = 0; i < 3; i++)
        {
            hub.AddShippedWorker(settings, hub.Cores[i % 2]);
        }

        await stage.WaitForDevicesAsync(hub);
        var audit = new FleetAudit(hub, stage);
        await audit.InstallAsync();

        var spared = stage.Nodes.Nodes.Where(static (_, index) => index % 7 is 0 or 1 && index < 14).ToHashSet();
        var list = new WishList([.. spared.Select(node => new PinnedPlace(stage.DeviceOf(node), node.Options.Models[1].Name))]);
        var wishes = new ConcurrentDictionary<Guid, (int Number, Wish Wish)>();
        var clock = Stopwatch.StartNew();
        var submitting = SubmitAsync(Enumerable.Range(1, jobs), list.Of);

        var weather = new FleetWeather(stage, hub, audit, seed: 5, spared);
        for (var blow = 0; blow < blows; blow++)
        {
            await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", jobs * blow / (blows + 1));
            await weather.StrikeAsync(blow);
        }

        await submitting;
        await weather.ClearAsync();
        await hub.Audit.WaitUntilAllEndedAsync();

        await weather.NightAsync();
        await SubmitAsync(Enumerable.Range(jobs + 1, Night), number => number % 4 == 0 ? WishList.OfTheLargest(number) : list.Of(number));
        await hub.VerifyAsync();
        output.WriteLine($"{await audit.JudgeAsync(wishes)}; {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.Contains(stage.Cloud.Calls, call => call.Job > jobs && call.Job % 4 == 0);

        Task SubmitAsync(IEnumerable<int> numbers, Func<int, Wish> wishOf) =>
            Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (number, _) =>
            {
                var wish = wishOf(number);
                wishes[await hub.Submitter.SubmitAsync(wish.Path, wish.Body)] = (number, wish);
            });
    }
}
