using System.CommandLine;
using LlmMcp.Cli.Ask;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Route;

/// <summary><c>llm-mcp route</c>: who would answer a question, and why. Nothing is queued.</summary>
internal static class RouteCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var prompt = new Argument<string?>("prompt")
        {
            Description = "The question; its length counts. Read from standard input when it is `-`, or left out with something piped in.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var options = new RoutingOptions();
        var command = new ExampleCommand(
            "route",
            "Show where a question would go and why, without asking it.",
            "llm-mcp route \"Why is the sky blue?\" --quality premium",
            "llm-mcp route --quality turbo --local-only - < long.txt",
            "llm-mcp route \"2+2\" --json | jq .candidates")
        {
            Notes = "Into a pipe goes one place per line: decision (or waits, when nobody can run it now), candidate or rejected, device, model and why, separated by tabs; candidates best first.",
        };
        options.AddTo(command);
        command.Add(prompt);
        command.Runs(host, shared, async (invocation, cancellationToken) => await RunAsync(
            options.ApplyTo(invocation, new AskRequest
            {
                Prompt = await PromptInput.ReadAsync(invocation.Value(prompt), invocation.Terminal, cancellationToken),
                Source = "cli",
                Stream = false,
            }),
            invocation, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(AskRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var answer = await core.PostAsync(CorePaths.Route, request.ToBody(), cancellationToken);
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
        }
        else
        {
            RouteView.Write(new RouteDecision(answer), invocation.Terminal);
        }

        return ExitCodes.Ok;
    }
}
