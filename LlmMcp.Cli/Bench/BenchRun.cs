using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Jobs;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Bench;

/// <summary>A run of measurements from submit to figures. Whoever interrupts it, the jobs that are not done are canceled.</summary>
internal sealed class BenchRun(CoreClient core, Invocation invocation)
{
    private static readonly IReadOnlyList<Column<BenchResult>> Columns =
    [
        new("device", 32, static result => result.Device),
        new("model", 32, static result => result.Model),
        new("status", 8, static result => result.Job.Status) { Color = static result => JobTable.StatusColor(result.Job.Status) },
        new("tok/s", 8, static result => Figures.Speed(result.TokensPerSecond)) { Right = true },
        new("latency", 9, static result => Figures.Milliseconds(result.LatencyMs)) { Right = true },
        new("out", 6, static result => Figures.Whole(result.TokensOut)) { Right = true },
        new("error", 80, static result => result.Job.Error),
    ];

    private readonly Terminal terminal = invocation.Terminal;

    public async Task<int> RunAsync(JsonObject body, bool wait, CancellationToken cancellationToken)
    {
        var accepted = await core.PostAsync(CorePaths.RunBenchmarks, body, cancellationToken);
        var jobs = BenchTarget.ListOf(accepted);
        if (jobs.Count == 0)
        {
            throw CoreFailureTexts.NoJobId();
        }

        var results = wait ? await WaitAsync(jobs, cancellationToken) : [];
        if (invocation.Json)
        {
            JsonView.Write<object>(terminal, wait ? new { jobs = results.Select(static result => result.Summary), skipped = accepted.Items("skipped") } : accepted);
        }
        else
        {
            WriteResults(jobs, wait ? results : null);
            WriteSkipped(accepted.Items("skipped"));
        }

        return results.All(static result => result.Job.Status == JobStatus.Done) ? ExitCodes.Ok : ExitCodes.JobNotDone;
    }

    private async Task<IReadOnlyList<BenchResult>> WaitAsync(IReadOnlyList<BenchTarget> jobs, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(terminal);
        var waiter = new JobWaiter(core, invocation.Host);
        var results = new List<BenchResult>();
        try
        {
            foreach (var target in jobs)
            {
                progress.Show($"{results.Count + 1}/{jobs.Count} {target.Model} on {target.Device}…");
                results.Add(new BenchResult(target, await waiter.WaitAsync(target.JobId, cancellationToken)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(jobs.Skip(results.Count).Select(target => JobCancellation.TryAsync(core, target.JobId)));
            throw;
        }
        finally
        {
            progress.Clear();
        }

        return results;
    }

    /// <summary>The figures; the ids of the jobs where nobody waited for figures.</summary>
    private void WriteResults(IReadOnlyList<BenchTarget> jobs, IReadOnlyList<BenchResult>? results)
    {
        if (results is not null)
        {
            ListView.Write(terminal, results, Columns);
            return;
        }

        foreach (var job in jobs)
        {
            terminal.Out.WriteLine(job.JobId);
        }
    }

    private void WriteSkipped(IReadOnlyList<JsonElement> skipped)
    {
        foreach (var item in skipped)
        {
            new SideNote(terminal).Write($"not measured: {item.Text("model")} on {item.Text("device_id")}: {item.Text("reason")}");
        }
    }
}
