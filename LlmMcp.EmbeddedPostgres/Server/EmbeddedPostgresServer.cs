using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>
/// A private PostgreSQL server whose life is tied to this process: it goes down when we do, even by kill -9, and it is
/// started again when it crashes. Made by <see cref="StartAsync"/>; disposing stops it and gives the data free.
/// </summary>
public sealed class EmbeddedPostgresServer : IAsyncDisposable
{
    // A run that lasted this long was healthy; the next crash starts again without a wait.
    private static readonly TimeSpan HealthyRun = TimeSpan.FromMinutes(1);

    private readonly ServerSite site;
    private readonly ServerProcess runs;
    private readonly LauncherThread launcher;
    private readonly StartCount starts = new();
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;

    // Starting and stopping happen one at a time under this gate; `current` changes only while it is held, so a watcher
    // that finds another process there knows that its own was stopped on purpose.
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource disposing = new();
    private volatile ServerRun? current;
    private bool isWanted;
    private Task watching = Task.CompletedTask;
    private int youngCrashes;

    private EmbeddedPostgresServer(
        EmbeddedPostgresOptions options, ServerSite site, LauncherThread launcher, TimeProvider timeProvider, ILogger logger)
    {
        this.site = site;
        this.launcher = launcher;
        this.timeProvider = timeProvider;
        this.logger = logger;
        runs = new ServerProcess(options, site, launcher, timeProvider, logger);
        ConnectionString = site.Connection.To(options.Database);
    }

    /// <summary>The Npgsql connection string of the database, over the Unix socket. It carries the password: never log it.</summary>
    public string ConnectionString { get; }

    /// <summary>The data directory in use; another than the wanted one when root asked for a place that the server's account cannot enter.</summary>
    public string DataDirectory => site.Layout.Root;

    /// <summary>The binaries in use.</summary>
    public PostgresBinaries Binaries => site.Binaries;

    /// <summary>The server's process id, or null while it is down.</summary>
    public int? ProcessId => current?.Id;

    /// <summary>How many times the server has become ready: 1 after <see cref="StartAsync"/>, one more after each restart, whoever caused it.</summary>
    public int Starts => starts.Value;

    /// <summary>Where the data of a wanted directory is, as <see cref="DataDirectory"/> says while it runs; null before its first start.</summary>
    /// <param name="wanted">As in <see cref="EmbeddedPostgresOptions.DataDirectory"/>.</param>
    public static string? FindData(string wanted) => DataPlace.Existing(wanted);

    /// <summary>Starts a server and returns when it accepts connections and the database exists.</summary>
    /// <param name="options">What to start and where.</param>
    /// <param name="loggerFactory">Receives the few things worth telling.</param>
    /// <param name="timeProvider">The clock of waits and time limits; use <see cref="TimeProvider.System"/>, the server itself lives in real time.</param>
    /// <param name="cancellationToken">Gives up the start and leaves nothing running.</param>
    /// <exception cref="EmbeddedPostgresException">It cannot run; the message says what to do.</exception>
    public static async Task<EmbeddedPostgresServer> StartAsync(
        EmbeddedPostgresOptions options, ILoggerFactory loggerFactory, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var thread = new LauncherThread();
        ServerSite? prepared = null;
        try
        {
            prepared = await ServerSite.PrepareAsync(options, thread, loggerFactory, timeProvider, cancellationToken);
            var server = new EmbeddedPostgresServer(
                options, prepared, thread, timeProvider, loggerFactory.CreateLogger<EmbeddedPostgresServer>());
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            prepared?.Dispose();
            thread.Dispose();
            throw;
        }
    }

    /// <summary>Waits until <see cref="Starts"/> has reached <paramref name="count"/>: after a crash, wait for the count before it plus one.</summary>
    public Task WaitForStartAsync(int count, CancellationToken cancellationToken) => starts.WaitAsync(count, cancellationToken);

    /// <summary>Stops the server and keeps it down; the data stays ours. Does nothing when it is down already.</summary>
    public async Task StopAsync(StopMode mode, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await StopCurrentAsync(mode);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Starts the server after <see cref="StopAsync"/>. Does nothing when it is up.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not start.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await StartCurrentAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stops the server and starts it again at once.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not start.</exception>
    public async Task RestartAsync(StopMode mode, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await StopCurrentAsync(mode);
            await StartCurrentAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stops the server cleanly and gives the data free for another process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposing.IsCancellationRequested)
        {
            return;
        }

        await disposing.CancelAsync();
        await StopAsync(StopMode.Fast, CancellationToken.None);
        await watching;
        site.Dispose();
        launcher.Dispose();
        gate.Dispose();
        disposing.Dispose();
    }

    private async Task StartCurrentAsync(CancellationToken cancellationToken)
    {
        isWanted = true;
        if (current is null)
        {
            var run = await runs.StartAsync(cancellationToken);
            current = run;
            watching = WatchAsync(run, watching);
            starts.Increment();
        }
    }

    private async Task StopCurrentAsync(StopMode mode)
    {
        isWanted = false;
        if (current is { } run)
        {
            current = null;
            await runs.StopAsync(run.Process, mode);
        }
    }

    // Each run has one watcher; the last of them is awaited at disposal and carries its predecessors along.
    private async Task WatchAsync(ServerRun run, Task previous)
    {
        await run.Process.WaitForExitAsync(CancellationToken.None);
        if (await ForgetCrashedAsync(run))
        {
            logger.Crashed(run.Id, run.Process.ExitCode);
            youngCrashes = timeProvider.GetElapsedTime(run.StartedAt) < HealthyRun ? youngCrashes + 1 : 0;
            await StartAfterCrashAsync(disposing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        run.Process.Dispose();
        await previous;
    }

    // Without cancellation on purpose: whoever holds the gate is stopping this very process and still needs its handle.
    private async Task<bool> ForgetCrashedAsync(ServerRun run)
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            if (!ReferenceEquals(current, run))
            {
                return false;
            }

            current = null;
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    // The outermost ring: whatever goes wrong with one attempt is logged, and the next attempt follows until the owner leaves.
    private async Task StartAfterCrashAsync(CancellationToken cancellationToken)
    {
        for (var failures = youngCrashes - 1; ; failures++)
        {
            await Task.Delay(RestartBackoff.Delay(failures), timeProvider, cancellationToken);
            await gate.WaitAsync(cancellationToken);
            try
            {
                if (isWanted)
                {
                    await StartCurrentAsync(cancellationToken);
                }

                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.RestartFailed(exception, (long)RestartBackoff.Delay(failures + 1).TotalMilliseconds);
            }
            finally
            {
                gate.Release();
            }
        }
    }
}
