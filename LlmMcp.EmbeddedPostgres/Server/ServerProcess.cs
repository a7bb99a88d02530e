using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>Starts and stops one run of the server. Whether and when is decided elsewhere.</summary>
internal sealed class ServerProcess(
    EmbeddedPostgresOptions options, ServerSite site, LauncherThread launcher, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LeftoverInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromSeconds(10);

    /// <summary>Starts a server and returns when it accepts connections and the database exists.</summary>
    /// <exception cref="EmbeddedPostgresException">It ended, or was not ready within the start timeout.</exception>
    public async Task<ServerRun> StartAsync(CancellationToken cancellationToken)
    {
        var since = timeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                var process = await StartOnceAsync(cancellationToken);
                var elapsed = timeProvider.GetElapsedTime(since);
                logger.Ready(site.Binaries.Version, site.Binaries.Source, (long)elapsed.TotalMilliseconds, process.Id, site.Layout.Cluster);
                return new ServerRun(process, process.Id, timeProvider.GetTimestamp());
            }
            catch (EmbeddedPostgresException) when (LeftoversAreDying(since))
            {
                await Task.Delay(LeftoverInterval, timeProvider, cancellationToken);
            }
        }
    }

    // A killed postmaster's children need a moment to notice; until then a new one refuses to touch their shared memory.
    private bool LeftoversAreDying(long since) =>
        timeProvider.GetElapsedTime(since) < LeftoverPatience
        && StartLog.Tail(site.Layout.StartLog).Contains("pre-existing shared memory block", StringComparison.Ordinal);

    private async Task<Process> StartOnceAsync(CancellationToken cancellationToken)
    {
        var arguments = ServerSettings.Arguments(site.Layout.Cluster, site.Connection.SocketDirectory, options.TcpPort, options.Parameters);
        var plan = LaunchPlan.Build(
            site.Tools, site.Account, Environment.ProcessId, site.Layout.StartLog, site.Binaries.Postgres, arguments);
        var report = new FailureReport(site.Layout, timeProvider);
        var process = await launcher.StartAsync(plan, ServerSettings.ProcessEnvironment);
        try
        {
            await WaitUntilReadyAsync(process, report, cancellationToken);
            return process;
        }
        catch
        {
            await StopAsync(process, StopMode.Fast);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server, harder when it takes too long. It does not take a cancellation: half a stop helps nobody.</summary>
    public async Task StopAsync(Process process, StopMode mode)
    {
        ServerSignal[] signals = mode == StopMode.Fast
            ? [ServerSignal.Fast, ServerSignal.Immediate, ServerSignal.Kill]
            : [ServerSignal.Immediate, ServerSignal.Kill];
        var exit = process.WaitForExitAsync(CancellationToken.None);
        foreach (var signal in signals)
        {
            // An exited process is not signalled: its number may be somebody else's by now.
            if (exit.IsCompleted)
            {
                break;
            }

            ServerSignals.Send(process.Id, signal);
            await exit.WaitAsync(options.StopTimeout, timeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!exit.IsCompleted)
            {
                logger.StopEscalated(process.Id, options.StopTimeout.TotalSeconds);
            }
        }

        await exit;
        logger.Stopped(process.Id, mode);
    }

    private async Task WaitUntilReadyAsync(Process process, FailureReport report, CancellationToken cancellationToken)
    {
        var since = timeProvider.GetTimestamp();
        while (!await site.Connection.TryPrepareAsync(options.Database, cancellationToken))
        {
            if (process.HasExited)
            {
                throw Failed($"ended with exit code {process.ExitCode}", await report.ReadAsync(cancellationToken));
            }

            if (timeProvider.GetElapsedTime(since) > options.StartTimeout)
            {
                throw Failed($"was not ready within {options.StartTimeout.TotalSeconds} s", await report.ReadAsync(cancellationToken));
            }

            await Task.Delay(LookInterval, timeProvider, cancellationToken);
        }
    }

    private EmbeddedPostgresException Failed(string what, string why) => new(
        EmbeddedPostgresFailure.StartFailed,
        $"PostgreSQL {site.Binaries.Version} on {site.Layout.Cluster} {what}: {why}");
}
