using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary>Follows one job: a line for each change, then the job itself. Leaving early does not touch the job.</summary>
internal sealed class JobWatch(string jobId, CoreClient core, Invocation invocation)
{
    private readonly Terminal terminal = invocation.Terminal;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Asked first, so that an unknown id or an absent Core is told at once instead of being retried.
        await core.GetAsync(CorePaths.One(jobId), cancellationToken);
        Job? last = null;
        await foreach (var happened in new JobFollower(core, invocation.Host).FollowAsync(jobId, cancellationToken))
        {
            switch (happened)
            {
                case JobEvent.StatusChanged changed:
                    last = changed.Job;
                    Show(changed.Job);
                    break;
                case JobEvent.StreamBroke broke when !invocation.Json:
                    new SideNote(terminal).Write($"Connection lost ({broke.Why}), trying again.");
                    break;
            }
        }

        if (invocation.Json)
        {
            return JobEnd.ExitCode(last!);
        }

        terminal.Out.WriteLine();
        return JobEnd.Show(last!, invocation);
    }

    private void Show(Job job)
    {
        if (invocation.Json)
        {
            JsonView.Write(terminal, job.Raw);
            return;
        }

        var where = job.DeviceId is { } device ? $" on {device}" : string.Empty;
        var attempt = job.Attempts > 1 ? $" (attempt {job.Attempts} of {job.MaxAttempts})" : string.Empty;
        terminal.Out.WriteLine(ScreenText.OneLine($"{job.Status}{where}{attempt}", terminal.Width));
        terminal.Out.Flush();
    }
}
