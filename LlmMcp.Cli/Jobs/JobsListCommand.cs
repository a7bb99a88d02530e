using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary><c>llm-mcp jobs list</c>: the newest jobs first.</summary>
internal static class JobsListCommand
{
    private static readonly IReadOnlyList<Column<Job>> Piped =
    [
        new("id", 36, static job => job.Id),
        new("status", 8, static job => job.Status),
        new("kind", 20, static job => job.Kind),
        new("source", 16, static job => job.Source),
        new("queued_at", 34, static job => job.QueuedAt?.ToString("O")),
        new("device", 18, static job => job.DeviceId),
    ];

    public static Command Create(CliHost host, SharedOptions shared)
    {
        var query = new JobListQuery();
        var command = new ExampleCommand(
            "list",
            "List jobs, newest first.",
            "llm-mcp jobs list --status running",
            "llm-mcp jobs list --status error | cut -f1 | xargs llm-mcp jobs retry")
        {
            Notes = "Into a pipe goes one job per line: id, status, kind, source, queued_at and device, separated by tabs.",
        };
        query.AddTo(command);
        command.Runs(host, shared, (invocation, cancellationToken) => RunAsync(query, invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(JobListQuery query, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var answer = await core.GetAsync(query.PathFor(invocation), cancellationToken);
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
            return ExitCodes.Ok;
        }

        var terminal = invocation.Terminal;
        var jobs = JobListQuery.Jobs(answer);
        if (!terminal.OutIsScreen)
        {
            ListView.WriteLines(terminal, jobs, Piped);
            return ExitCodes.Ok;
        }

        if (jobs.Count == 0)
        {
            new SideNote(terminal).Write("No such jobs. `llm-mcp ask \"…\"` makes one.");
            return ExitCodes.Ok;
        }

        terminal.Canvas().Write(JobTable.Of(jobs, terminal, invocation.Host.Time.GetUtcNow()));
        if (answer.Text("next_after") is { } next)
        {
            new SideNote(terminal).Write($"More with --after {next}");
        }

        return ExitCodes.Ok;
    }
}
