using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.SystemTests.Checks;
using LlmMcp.SystemTests.Clients;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Harness;

/// <summary>The processes of one scenario on one database, its clients, and the judgement at the end.</summary>
internal sealed class Hub : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<CoreProcess> cores = [];
    private readonly List<WorkerProcess> workers = [];
    private readonly List<(StreamFollower Follower, Task Following)> followers = [];
    private readonly ITestOutputHelper output;
    private readonly IReadOnlyDictionary<string, string> coreEnvironment;
    private int turn;

    private Hub(PostgresUnderTest postgres, string connectionString, ITestOutputHelper output, IReadOnlyDictionary<string, string>? coreEnvironment)
    {
        (Postgres, ConnectionString, this.output) = (postgres, connectionString, output);
        this.coreEnvironment = coreEnvironment ?? Nothing;
        http.DefaultRequestHeaders.Add("X-API-Key", CoreProcess.Key);
        Audit = new Audit(connectionString);
        Submitter = new Submitter(http, NextCore);
    }

    public PostgresUnderTest Postgres { get; }

    public string ConnectionString { get; }

    public Audit Audit { get; }

    public Submitter Submitter { get; }

    public HttpClient Http => http;

    public IReadOnlyList<CoreProcess> Cores => cores;

    public IReadOnlyList<WorkerProcess> Workers => workers;

    /// <summary>The scenario's only Core.</summary>
    public CoreProcess Core => cores.Single();

    /// <summary>How often followers had to resume a broken stream.</summary>
    public int Resumes => followers.Sum(static one => one.Follower.Resumes);

    /// <summary>How often followers were told that a new attempt begins.</summary>
    public int Resets => followers.Sum(static one => one.Follower.Resets);

    public static async Task<Hub> StartAsync(
        PostgresUnderTest postgres, ITestOutputHelper output, int cores = 1, IReadOnlyDictionary<string, string>? coreEnvironment = null)
    {
        var hub = new Hub(postgres, await postgres.CreateDatabaseAsync(), output, coreEnvironment);
        try
        {
            for (var i = 0; i < cores; i++)
            {
                await hub.AddCoreAsync();
            }

            await hub.Audit.InstallAsync();
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a worker of scripted jobs.</summary>
    public WorkerProcess AddWorker(CoreProcess? core = null, int concurrency = 8, IReadOnlyDictionary<string, string>? environment = null) =>
        Add(new WorkerProcess(
            $"worker-{workers.Count + 1}", scripted: true, core ?? cores[0],
            new Dictionary<string, string>(environment ?? Nothing) { ["Worker__CustomConcurrency"] = $"{concurrency}" }));

    /// <summary>Starts the worker as shipped.</summary>
    public WorkerProcess AddShippedWorker(IReadOnlyDictionary<string, string>? environment = null, CoreProcess? core = null) =>
        Add(new WorkerProcess($"worker-{workers.Count + 1}", scripted: false, core ?? cores[0], environment ?? Nothing));

    /// <summary>Submits so many scripted jobs over so many clients at once.</summary>
    public async Task<IReadOnlyList<Guid>> SubmitAsync(int jobs, Func<int, Script> script, int clients = 8, int maxAttempts = 50)
    {
        var ids = new Guid[jobs];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, jobs), new ParallelOptions { MaxDegreeOfParallelism = clients },
            async (i, _) => ids[i] = await Submitter.SubmitAsync(script(i), maxAttempts));
        return ids;
    }

    /// <summary>Follows the job on SSE from now on; judged in <see cref="VerifyAsync"/>.</summary>
    public void Follow(Guid job, CoreProcess? on = null)
    {
        var follower = new StreamFollower(http, on is null ? NextCore : () => on.HttpAddress, job);
        lock (followers)
        {
            followers.Add((follower, follower.FollowAsync()));
        }
    }

    /// <summary>Asks a Core until it answers as wanted: what it knows of the fleet comes a moment after what the database says.</summary>
    public async Task UntilAsync(CoreProcess core, string path, Func<JsonElement, bool> wanted)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await http.GetFromJsonAsync<JsonElement>(new Uri(core.HttpAddress, path)) is var answer && !wanted(answer))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Scale.Patience, $"Not within {Scale.Patience}: {path} answers {answer}");
            await Task.Delay(LookInterval, TimeProvider.System);
        }
    }

    /// <summary>Waits for the end of every job and every stream and judges both.</summary>
    public async Task VerifyAsync()
    {
        await Audit.VerifyAsync(Submitter.Acknowledged);
        await Task.WhenAll(followers.Select(static one => one.Following));
        output.WriteLine($"{Submitter.Acknowledged.Count} jobs; {followers.Count} streams, resumed {Resumes} times, reset {Resets} times");
    }

    public async ValueTask DisposeAsync()
    {
        // The runner shows it when the test fails.
        foreach (var story in cores.Select(static core => core.Story()).Concat(workers.Select(static worker => worker.Story())))
        {
            output.WriteLine(story);
        }

        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }

        foreach (var core in cores)
        {
            await core.DisposeAsync();
        }

        http.Dispose();
        await Task.WhenAll(followers.Select(static one => one.Following)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AddCoreAsync()
    {
        var core = new CoreProcess($"core-{cores.Count + 1}", ConnectionString, coreEnvironment);
        cores.Add(core);
        await core.StartAsync(http);
    }

    private WorkerProcess Add(WorkerProcess worker)
    {
        workers.Add(worker);
        worker.Start();
        return worker;
    }

    private Uri NextCore() => cores[(int)((uint)Interlocked.Increment(ref turn) % (uint)cores.Count)].HttpAddress;
}
