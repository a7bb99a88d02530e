using LlmMcp.Bench.Bare;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using LlmMcp.Core;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LlmMcp.Bench.ClaimSlots;

/// <summary>Late-bound jobs claimed with slots by Core's own dispatcher, beside claims of the bare queue in batches of the same size.</summary>
internal sealed class ClaimSlotsScenario(int jobs, int devices, int slots) : IScenario
{
    private readonly Figure rate = new($"late-bound jobs claimed with slots, {devices} devices × {slots}", "jobs/s");

    public string Title => $"Claims of {jobs:N0} late-bound jobs with slots";

    public string Command => $"claim-slots --jobs {jobs} --devices {devices} --slots {slots}";

    public string Settings =>
        $"fsync and synchronous_commit on, for claims too. Core's dispatcher and recorder in this process, one worker that always wants everything: each round claims up to {devices * slots:N0} jobs and completes them; "
        + "the time in claims alone counts: the room there is, the plan over all candidates, the statement. Beside it: the bare queue's durable claims of as many jobs, without slots, fence, fairness or notification.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        double limit;
        await using (var bare = await BareDatabase.CreateAsync(stage, 2, cancellationToken))
        {
            limit = await BareClaims.RunAsync(bare, jobs, devices * slots, cancellationToken);
        }

        await using (var schema = NpgsqlDataSource.Create(stage.ConnectionString))
        {
            await new Migrator(schema).RunAsync(cancellationToken);
        }

        await FillAsync(stage, cancellationToken);
        await stage.SettleAsync(cancellationToken);
        await using var core = Core(stage);
        var (seconds, rounds) = await DrainAsync(core, cancellationToken);

        var (done, taken) = (await stage.ScalarAsync<long>(ClaimSlotsSql.CountDone, cancellationToken), await stage.ScalarAsync<long>(ClaimSlotsSql.CountTakenSlots, cancellationToken));
        return done == jobs && taken == 0
            ? new ScenarioResult([new Measurement(rate, jobs / seconds, limit)], [$"{rounds:N0} rounds, {seconds / rounds * 1000:N1} ms each", "each job done once, in its first attempt, each bound once"])
            : throw new BenchFailedException($"{done} of {jobs} jobs are done, {taken} slots are still taken.");
    }

    private static async Task<(double Seconds, int Rounds)> DrainAsync(ServiceProvider core, CancellationToken cancellationToken)
    {
        var (dispatcher, recorder) = (core.GetRequiredService<Dispatcher>(), core.GetRequiredService<OutcomeRecorder>());
        var worker = new SlotWorker(int.MaxValue);
        dispatcher.Offer(worker);
        var (seconds, rounds) = (0d, 0);
        while (true)
        {
            var start = Ticks.Now;
            var taken = await dispatcher.RunOnceAsync(cancellationToken);
            if (taken == 0)
            {
                return (seconds, rounds);
            }

            seconds += Ticks.SecondsSince(start);
            rounds++;
            await recorder.RecordAsync([.. worker.Held.Select(static job => new AttemptEnd.Done(job.Id, job.ClaimNo, "bench", "{}"u8.ToArray(), default))], cancellationToken);
            worker.Held.Clear();
        }
    }

    private ServiceProvider Core(BenchStage stage)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("ConnectionStrings:llmdb", stage.ConnectionString)]).Build());
        services.AddSingleton(CoreIdentity.Create());
        services.AddSingleton(TimeProvider.System);
        services.AddStorage();
        services.AddJobs();
        services.AddScheduling();
        services.AddSingleton<IDeviceSource>(new SlotFleet(devices));
        return services.BuildServiceProvider();
    }

    private async Task FillAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync(ClaimSlotsSql.AddDevices, cancellationToken, new("devices", devices), new("slots", slots));
        foreach (var ids in Enumerable.Range(0, jobs).Select(static _ => Guid.CreateVersion7()).Chunk(1000))
        {
            await stage.ExecuteAsync(ClaimSlotsSql.AddJobs, cancellationToken, new("block", SlotFleet.Block.ToString()), new("ids", ids));
        }
    }
}
