using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.Jobs.Upkeep;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Storage;
using LlmMcp.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Core.Tests.Jobs.Rig;

/// <summary>
/// The queue and the scheduler of one Core over a database, without doors and without loops: the test takes each step itself.
/// Several rigs on one database are several Cores.
/// </summary>
internal sealed class QueueRig : IAsyncDisposable
{
    private readonly ErrorLogGuard guard = new();
    private readonly ServiceProvider services;

    public QueueRig(TestDatabase database, TimeProvider? time = null, Action<IServiceCollection>? configure = null)
    {
        Database = database;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(guard));
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("ConnectionStrings:llmdb", database.ConnectionString)]).Build());
        collection.AddSingleton(CoreIdentity.Create());
        collection.AddSingleton(time ?? TimeProvider.System);
        collection.AddMetrics().AddSingleton<LlmMcpTelemetry>();
        collection.AddStorage();
        collection.AddJobs();
        collection.AddScheduling();
        collection.AddSingleton<IDeviceSource>(Devices);
        configure?.Invoke(collection);
        services = collection.BuildServiceProvider();
        // Singletons that listen to events exist from the start, as in a running Core.
        Dispatcher = Get<Dispatcher>();
    }

    public TestDatabase Database { get; }

    public FakeDevices Devices { get; } = new();

    public ErrorLogGuard Log => guard;

    public Dispatcher Dispatcher { get; }

    public JobQueue Queue => Get<JobQueue>();

    public OutcomeRecorder Recorder => Get<OutcomeRecorder>();

    public JobUpkeep Upkeep => Get<JobUpkeep>();

    public JobEvents Events => Get<JobEvents>();

    public JobFollower Follower => Get<JobFollower>();

    public LiveOutputs Outputs => Get<LiveOutputs>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A part of the engine that is not registered by its own type, such as a hosted loop.</summary>
    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(services);

    /// <summary>Stores a job and answers its id.</summary>
    public async Task<Guid> SubmitAsync(NewJob job)
    {
        Assert.IsType<SubmitOutcome.Accepted>(await Queue.SubmitAsync(job, CancellationToken.None));
        return job.Id;
    }

    public async Task<Job> ReadAsync(Guid id) => await Queue.GetAsync(id, CancellationToken.None) ?? throw new InvalidOperationException($"There is no job {id}.");

    /// <summary>Claims for a worker until nothing more comes, by this Core's dispatcher.</summary>
    public async Task<List<ClaimedJob>> ClaimAsync(string worker, int jobs = 1, int leaseSeconds = 60, params string[] kinds)
    {
        var offer = new TestOffer(worker, kinds.Length == 0 ? [JobKinds.Echo] : kinds, jobs, jobs) { LeaseSeconds = leaseSeconds, Total = jobs };
        await DispatchAsync(offer);
        return offer.Jobs;
    }

    /// <summary>Claims the one job that is there.</summary>
    public async Task<ClaimedJob> ClaimOneAsync(string worker = "w1", params string[] kinds) => Assert.Single(await ClaimAsync(worker, 1, 60, kinds));

    /// <summary>Runs rounds for these workers until nothing more is handed over.</summary>
    public async Task DispatchAsync(params TestOffer[] offers)
    {
        foreach (var offer in offers)
        {
            Dispatcher.Offer(offer);
        }

        while (await Dispatcher.RunOnceAsync(CancellationToken.None) > 0)
        {
        }

        foreach (var offer in offers)
        {
            Dispatcher.Withdraw(offer);
        }
    }

    public async Task<bool> CompleteAsync(Guid id, long claimNo, string worker = "w1", string result = """{"ok":true}""") =>
        (await Recorder.RecordAsync([Ends.Done(id, claimNo, worker, result)], CancellationToken.None))[0];

    public async Task<bool> FailAsync(
        Guid id, long claimNo, string worker = "w1", string errorClass = ErrorClass.Unreachable, double retryAfterSeconds = 0, string error = "no route") =>
        (await Recorder.RecordAsync([Ends.Failed(id, claimNo, worker, error, errorClass, retryAfterSeconds)], CancellationToken.None))[0];

    public async Task<bool> ReleaseAsync(Guid id, long claimNo, string worker = "w1") =>
        (await Recorder.RecordAsync([new AttemptEnd.Released(id, claimNo, worker)], CancellationToken.None))[0];

    /// <summary>Lets a backoff be over and the job ready again.</summary>
    public async Task PromoteAsync(Guid id)
    {
        await Database.ExecuteAsync("update jobs set run_at = now() where id = $1 and status = 'queued' and run_at is not null", id);
        await Upkeep.PromoteAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        guard.Dispose();
    }
}
