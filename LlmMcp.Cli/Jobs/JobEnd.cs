using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary>How a job ended, shown and as an exit code.</summary>
internal static class JobEnd
{
    public static int ExitCode(Job job) => job.Status == JobStatus.Done ? ExitCodes.Ok : ExitCodes.JobNotDone;

    public static int Show(Job job, Invocation invocation)
    {
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, job.Raw);
        }
        else
        {
            JobSheet.Write(job, invocation.Terminal);
        }

        return ExitCode(job);
    }
}
