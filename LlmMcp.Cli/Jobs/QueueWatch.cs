using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;
using Spectre.Console;

namespace LlmMcp.Cli.Jobs;

/// <summary>The newest jobs, asked for again and again: a live table on a screen, a line per change elsewhere. Runs until interrupted.</summary>
internal sealed class QueueWatch(string path, CoreClient core, Invocation invocation)
{
    /// <summary>How many jobs are remembered to tell a change from a repetition; more than any list returns.</summary>
    private const int MostRemembered = 2000;
    private readonly Terminal terminal = invocation.Terminal;
    private readonly Dictionary<string, (string, long, string?, string?)> told = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var jobs = JobListQuery.Jobs(await core.GetAsync(path, cancellationToken));
        try
        {
            if (terminal is { OutIsScreen: true, Cursor: true } && !invocation.Json)
            {
                await terminal.Canvas().Live(Picture(jobs)).AutoClear(false).StartAsync(async live =>
                {
                    await foreach (var next in AskAgainAsync(cancellationToken))
                    {
                        live.UpdateTarget(Picture(next));
                    }
                });
            }

            TellChanges(jobs);
            await foreach (var next in AskAgainAsync(cancellationToken))
            {
                TellChanges(next);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a watch is meant to end.
        }

        return ExitCodes.Ok;
    }

    private async IAsyncEnumerable<IReadOnlyList<Job>> AskAgainAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(invocation.Host.RefreshInterval, invocation.Host.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            yield return JobListQuery.Jobs(await core.GetAsync(path, cancellationToken));
        }
    }

    private Spectre.Console.Rendering.IRenderable Picture(IReadOnlyList<Job> jobs) => jobs.Count == 0
        ? new Markup("[dim]No such jobs yet.[/]")
        : JobTable.Of(jobs, terminal, invocation.Host.Time.GetUtcNow());

    private void TellChanges(IReadOnlyList<Job> jobs)
    {
        if (told.Count > MostRemembered)
        {
            told.Clear();
        }

        foreach (var job in jobs.Reverse().Where(job => told.GetValueOrDefault(job.Id) != job.Situation))
        {
            told[job.Id] = job.Situation;
            if (invocation.Json)
            {
                JsonView.Write(terminal, job.Raw);
            }
            else
            {
                terminal.Out.WriteLine(ScreenText.OneLine($"{job.Id}  {job.Status,-8}  {job.Kind}  {job.DeviceId}", terminal.Width));
            }
        }

        terminal.Out.Flush();
    }
}
