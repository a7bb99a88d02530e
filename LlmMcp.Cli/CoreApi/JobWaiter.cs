using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.CoreApi;

/// <summary>Waits for a job to end by asking Core, which answers when it does or after half a minute. Outlives short absences of Core.</summary>
internal sealed class JobWaiter(CoreClient core, CliHost host)
{
    private const int SecondsPerCall = 30;

    public async Task<Job> WaitAsync(string jobId, CancellationToken cancellationToken)
    {
        var pauses = 0;
        while (true)
        {
            try
            {
                var answer = await core.GetAsync(CorePaths.Wait(jobId, SecondsPerCall), cancellationToken, TimeSpan.FromSeconds(SecondsPerCall));
                if (new Job(answer) is { IsFinal: true } job)
                {
                    return job;
                }

                pauses = 0;
            }
            catch (CommandFailedException failure) when (failure.IsPassing && pauses < host.ReconnectPauses.Count)
            {
                await Task.Delay(host.ReconnectPauses[pauses++], host.Time, cancellationToken);
            }
        }
    }
}
