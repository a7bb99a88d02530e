using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary><c>llm-mcp ask</c>: one question, its answer as it is written, and what it took.</summary>
internal static class AskCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var options = new AskOptions();
        var command = new ExampleCommand(
            "ask",
            "Ask a model and print its answer.",
            "llm-mcp ask \"Why is the sky blue?\"",
            "llm-mcp ask --quality premium --local-only \"Write a haiku about rain\"",
            "llm-mcp ask --model qwen3:8b --no-thinking \"Name three rivers\"",
            "git diff | llm-mcp ask --system \"Review this patch\" -",
            "llm-mcp ask --json \"2+2\" | jq -r .response")
        {
            Notes = "Into a pipe the answer goes whole, when it is complete. Thoughts and the line of facts go to standard error.",
        };
        options.AddTo(command);
        command.Runs(host, shared, (invocation, cancellationToken) => RunAsync(options, invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(AskOptions options, Invocation invocation, CancellationToken cancellationToken)
    {
        var request = await options.ReadAsync(invocation, cancellationToken);
        using var core = invocation.OpenCore();
        var view = ViewFor(request, invocation);
        var run = new AskRun(request, invocation.Host, core, view);
        try
        {
            var (job, facts) = await run.RunAsync(cancellationToken);
            if (job.Status == JobStatus.Done || invocation.Json)
            {
                view.Finished(job, facts);
                return job.Status == JobStatus.Done ? ExitCodes.Ok : ExitCodes.JobNotDone;
            }

            throw NotDone(job);
        }
        catch (Exception failure) when (failure is CommandFailedException or OperationCanceledException)
        {
            view.Abandoned();
            if (failure is OperationCanceledException)
            {
                new SideNote(invocation.Terminal).Write(run.CanceledJob is { } id ? $"Interrupted; the job {id} was canceled." : "Interrupted.");
            }

            throw;
        }
    }

    private static IAnswerView ViewFor(AskRequest request, Invocation invocation)
    {
        var terminal = invocation.Terminal;
        if (invocation.Json)
        {
            return new JsonAnswer(terminal);
        }

        // Unasked, thoughts are shown to people only: nobody wants them in the log of a script.
        var showThinking = request.Thinking ?? terminal.ErrorIsScreen;
        return terminal.OutIsScreen && request.Stream
            ? new ScreenAnswer(terminal, showThinking)
            : new WholeAnswer(terminal, showThinking);
    }

    private static CommandFailedException NotDone(Job job) => job.Status == JobStatus.Canceled
        ? new CommandFailedException("canceled", $"The job {job.Id} was canceled.", $"`llm-mcp jobs retry {job.Id}` submits it anew.", ExitCodes.JobNotDone)
        : new CommandFailedException(
            "job_failed",
            $"The job {job.Id} failed after {job.Attempts} of {job.MaxAttempts} attempts: {job.Error ?? "no reason given"}",
            $"`llm-mcp jobs show {job.Id}` shows the whole job, `llm-mcp jobs retry {job.Id}` submits it anew.",
            ExitCodes.JobNotDone);
}
