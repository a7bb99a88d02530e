using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary><c>llm-mcp jobs submit</c>: any job of any kind, as it goes into the queue.</summary>
internal static class JobsSubmitCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var submission = new JobSubmission();
        var wait = new Option<bool>("--wait") { Description = "Wait for its end and show the job." };
        var command = new ExampleCommand(
            "submit",
            "Put a job into the queue and print its id.",
            "llm-mcp jobs submit echo '{\"hello\":\"world\"}' --wait",
            "llm-mcp jobs submit ollama.generate '{\"model\":\"llama3.2:3b\",\"prompt\":\"Hi\"}'",
            "llm-mcp jobs submit my.kind @payload.json --priority 5") { wait };
        submission.AddTo(command);
        command.Runs(host, shared, (invocation, cancellationToken) =>
            RunAsync(submission, invocation.Value(wait), invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(JobSubmission submission, bool wait, Invocation invocation, CancellationToken cancellationToken)
    {
        var body = await submission.ReadAsync(invocation, cancellationToken);
        using var core = invocation.OpenCore();
        var accepted = await core.PostAsync(CorePaths.Jobs, body, cancellationToken);
        var jobId = accepted.Text("job_id") ?? throw CoreFailureTexts.NoJobId();
        if (wait)
        {
            return JobEnd.Show(await new JobWaiter(core, invocation.Host).WaitAsync(jobId, cancellationToken), invocation);
        }

        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, accepted);
        }
        else
        {
            await invocation.Terminal.Out.WriteLineAsync(jobId);
        }

        return ExitCodes.Ok;
    }
}
