using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using LlmMcp.Cli.Ask;
using LlmMcp.Cli.Bench;
using LlmMcp.Cli.Completion;
using LlmMcp.Cli.Costs;
using LlmMcp.Cli.Doctor;
using LlmMcp.Cli.Fleet;
using LlmMcp.Cli.Jobs;
using LlmMcp.Cli.Mcp;
using LlmMcp.Cli.Route;
using LlmMcp.Cli.Terminals;
using LlmMcp.Cli.Top;
using LlmMcp.Cli.Up;

namespace LlmMcp.Cli.CommandLine;

/// <summary>All commands, in the order a newcomer needs them, and the one place where their failures become text and exit codes.</summary>
internal static class CommandTree
{
    private static readonly IReadOnlyList<string> RootExamples =
    [
        "llm-mcp up --demo",
        "llm-mcp ask \"Why is the sky blue?\"",
        "llm-mcp route \"Why is the sky blue?\" --quality premium",
        "llm-mcp jobs list --status running",
        "llm-mcp top",
        "llm-mcp devices",
        "llm-mcp doctor",
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliHost host, CancellationToken interrupted)
    {
        var configuration = new InvocationConfiguration
        {
            Output = host.Terminal.Out,
            Error = host.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Signals reach the commands through the token; see InterruptSignal.
            ProcessTerminationTimeout = null,
        };
        // "@name" is a word like any other: a prompt may begin with it, and `jobs submit` reads payloads so.
        var parsed = Build(host).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return UsageErrors.Show(parsed, host.Terminal);
        }

        return await parsed.InvokeAsync(configuration, interrupted);
    }

    private static RootCommand Build(CliHost host)
    {
        var shared = new SharedOptions();
        var root = new RootCommand("One durable queue in front of every language model you can reach.")
        {
            UpCommand.Create(host, shared),
            AskCommand.Create(host, shared),
            RouteCommand.Create(host, shared),
            JobsCommand.Create(host, shared),
            TopCommand.Create(host, shared),
            DevicesCommand.Create(host, shared),
            ModelsCommand.Create(host, shared),
            BenchCommand.Create(host, shared),
            CostsCommand.Create(host, shared),
            McpCommand.Create(host, shared),
            DoctorCommand.Create(host, shared),
            VersionCommand.Create(host, shared),
            CompletionCommand.Create(host, shared),
        };
        shared.AddTo(root);

        // Without Windows' "/?", which completion would offer everywhere.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var help = new HelpOption("--help", "-h");
        help.Action = new HelpWithExamples(new HelpAction { MaxWidth = Math.Max(40, host.Terminal.Width) }, RootExamples);
        root.Add(help);
        return root;
    }

    /// <summary>Gives the command its body. Every body runs inside the same guard, so failures look alike everywhere.</summary>
    public static void Runs(
        this Command command, CliHost host, SharedOptions shared, Func<Invocation, CancellationToken, Task<int>> body) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var invocation = new Invocation(parsed, host, shared);
            try
            {
                return await body(invocation, cancellationToken);
            }
            catch (CommandFailedException failure)
            {
                FailureView.Show(failure, host.Terminal, invocation.Json);
                return failure.ExitCode;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                if (invocation.Json)
                {
                    FailureView.Show(new CommandFailedException("interrupted", "Interrupted.", null, ExitCodes.Interrupted), host.Terminal, json: true);
                }

                return ExitCodes.Interrupted;
            }
            catch (Exception defect)
            {
                // The outermost ring: a defect of ours still ends with an exit code and, with --json, with JSON.
                FailureView.Show(new CommandFailedException("internal_error", $"{defect.GetType().Name}: {defect.Message}", "This is a defect of llm-mcp; please report it with the lines below."), host.Terminal, invocation.Json);
                await host.Terminal.Error.WriteLineAsync(defect.ToString());
                return ExitCodes.Failed;
            }
        });
}
