using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmMcp.Core.Tests.Fleet.Circuits;

/// <summary>A queue with the circuit breaker behind it, and a device <c>d1</c> that runs model <c>m</c>.</summary>
internal sealed class CircuitRig : IAsyncDisposable
{
    private CircuitRig(TestDatabase database, int cores)
    {
        Database = database;
        Cores = [.. Enumerable.Range(0, cores).Select(_ => Core(database))];
    }

    public TestDatabase Database { get; }

    public IReadOnlyList<QueueRig> Cores { get; }

    public QueueRig Queue => Cores[0];

    public CircuitKeeper Keeper => Queue.Make<CircuitKeeper>();

    public static async Task<CircuitRig> CreateAsync(int slots = 4, int cores = 1)
    {
        var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("d1", slots);
        return new CircuitRig(database, cores);
    }

    /// <summary>A Core with the breaker on a database, and perhaps a handler after it.</summary>
    public static QueueRig Core(TestDatabase database, IFinishHandler? later = null)
    {
        var rig = new QueueRig(database, configure: services =>
        {
            services.AddSingleton<IFinishHandler, CircuitRecorder>();
            if (later is not null)
            {
                services.AddSingleton(later);
            }
        });
        rig.Devices.Runs("m", "d1");
        return rig;
    }

    /// <summary>Runs a new job on the device and lets it end so: <c>done</c>, <c>released</c>, <c>canceled</c>, <c>lost</c> or an error class.</summary>
    public async Task RunAsync(string end, string worker = "w1", string metrics = "", bool cold = false)
    {
        await Queue.SubmitAsync(A.ModelJob());
        await EndAsync(await ClaimAsync(worker) ?? throw new InvalidOperationException("The device got no job."), end, worker, metrics, cold);
    }

    public async Task<ClaimedJob?> ClaimAsync(string worker = "w1") => (await Queue.ClaimAsync(worker, 1, 60, JobKinds.OllamaGenerate)).SingleOrDefault();

    public async Task EndAsync(ClaimedJob claim, string end, string worker = "w1", string metrics = "", bool cold = false)
    {
        await Database.ExecuteAsync("update device_slots set cold = $1", cold);
        switch (end)
        {
            case "done":
                await Queue.CompleteAsync(claim.Id, claim.ClaimNo, worker);
                break;
            case "released":
                await Queue.ReleaseAsync(claim.Id, claim.ClaimNo, worker);
                break;
            case "canceled":
                await Queue.Queue.CancelAsync(claim.Id, CancellationToken.None);
                break;
            case "lost":
                await Database.ExecuteAsync("update jobs set lease_until = now() - interval '1 ms' where status = 'running'");
                await Queue.Upkeep.ExpireLeasesAsync(CancellationToken.None);
                break;
            default:
                await Queue.Recorder.RecordAsync(
                    [new AttemptEnd.Failed(claim.Id, claim.ClaimNo, worker, $"it was {end}", end, TimeSpan.Zero, Encoding.UTF8.GetBytes(metrics))], CancellationToken.None);
                break;
        }
    }

    /// <summary>State and failures of the device's circuit, such as <c>open 3</c>.</summary>
    public async Task<string> StateAsync() =>
        (await Database.ListAsync<string>("select state || ' ' || failures from device_circuits where device_id = 'd1'")).SingleOrDefault("closed 0");

    public async Task OpenAsync()
    {
        for (var i = 0; i < Circuit.OpensAt; i++)
        {
            await RunAsync(ErrorClass.ServerError);
        }
    }

    /// <summary>Lets the circuit's rest be over but for <paramref name="seconds"/>.</summary>
    public Task<int> RestAsync(int seconds = 0) => Database.ExecuteAsync(
        "update device_circuits set opened_at = now() - make_interval(secs => $1)", Circuit.Rest.TotalSeconds - seconds);

    public Task<int> AddWorkerAsync(string id, params string[] kinds) =>
        Database.ExecuteAsync("insert into workers (id, kinds, session_id) values ($1, $2, gen_random_uuid())", id, kinds);

    public async ValueTask DisposeAsync()
    {
        foreach (var core in Cores)
        {
            await core.DisposeAsync();
        }

        await Database.DisposeAsync();
    }
}
