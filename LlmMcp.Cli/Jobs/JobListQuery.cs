using System.CommandLine;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Jobs;

/// <summary>Which jobs a list shows: the options and the request they make.</summary>
internal sealed class JobListQuery
{
    private readonly Option<string?> status = new("--status") { Description = "Only jobs in this state.", HelpName = string.Join('|', JobStatus.All) };
    private readonly Option<string?> kind = new("--kind") { Description = "Only jobs of this kind.", HelpName = "KIND" };
    private readonly Option<string?> source = new("--source") { Description = "Only jobs from this source.", HelpName = "NAME" };
    private readonly Option<int?> limit = new("--limit", "-n") { Description = "At most so many, from 1 to 500.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<string?> after = new("--after") { Description = "Continue behind this job id.", HelpName = "ID" };

    public void AddTo(Command command, bool paging = true)
    {
        status.AcceptOnlyFromAmong(JobStatus.All);
        limit.Within(1, 500);
        command.Add(status);
        command.Add(kind);
        command.Add(source);
        command.Add(limit);
        if (paging)
        {
            command.Add(after);
        }
    }

    public string PathFor(Invocation invocation) => CorePaths.With(
        CorePaths.Jobs,
        ("status", invocation.Value(status)),
        ("kind", invocation.Value(kind)),
        ("source", invocation.Value(source)),
        ("limit", invocation.Value(limit)?.ToString()),
        ("after", invocation.Value(after)));

    public static IReadOnlyList<Job> Jobs(JsonElement answer) => [.. answer.Items("jobs").Select(raw => new Job(raw))];
}
