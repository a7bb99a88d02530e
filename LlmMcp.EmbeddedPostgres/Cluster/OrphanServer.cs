using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>Clears what a killed run of ours left on a cluster that this process owns now.</summary>
internal sealed class OrphanServer(DataLayout layout, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="EmbeddedPostgresException">The server there was started by somebody else.</exception>
    public async Task ClearAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (PostmasterProbe.ReadProcessId(layout.PostmasterPid) is not { } processId)
        {
            return;
        }

        var trace = (await PostmasterProbe.AskAsync(processId, layout.Cluster, cancellationToken)).Judge();
        if (trace == PostmasterTrace.Foreign)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.DataInUse,
                $"A PostgreSQL server that llm-mcp did not start (process {processId}) runs on {layout.Cluster}. Stop it first.")
            {
                OwnerProcessId = processId,
            };
        }

        if (trace == PostmasterTrace.Orphan)
        {
            logger.StoppingOrphan(processId, layout.Cluster);
            await StopAsync(processId, patience, cancellationToken);
        }

        // A number that still answers, though no server of this cluster does, would make the new server refuse to start. When
        // nothing answers the file stays: the server then also checks for leftover shared memory and removes it itself.
        if (File.Exists(layout.PostmasterPid) && ServerSignals.Send(processId, ServerSignal.Probe))
        {
            logger.RemovingStalePid(processId, layout.Cluster);
            File.Delete(layout.PostmasterPid);
        }
    }

    private async Task StopAsync(int processId, TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var signal in (ServerSignal[])[ServerSignal.Fast, ServerSignal.Immediate, ServerSignal.Kill])
        {
            var since = timeProvider.GetTimestamp();
            ServerSignals.Send(processId, signal);

            // Not our child, so there is no exit to wait for.
            while (timeProvider.GetElapsedTime(since) < patience)
            {
                if (!PostmasterProbe.IsRunning(processId))
                {
                    return;
                }

                await Task.Delay(LookInterval, timeProvider, cancellationToken);
            }

            logger.StopEscalated(processId, patience.TotalSeconds);
        }
    }
}
