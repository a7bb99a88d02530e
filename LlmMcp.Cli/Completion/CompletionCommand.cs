using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Completion;

/// <summary><c>llm-mcp completion</c>: the script that teaches a shell our commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(CliHost host, SharedOptions shared)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.ByShell.Keys]);
        var command = new ExampleCommand(
            "completion",
            "Print a completion script for your shell.",
            "llm-mcp completion bash > ~/.local/share/bash-completion/completions/llm-mcp",
            "llm-mcp completion zsh > ~/.zfunc/_llm-mcp",
            "llm-mcp completion fish > ~/.config/fish/completions/llm-mcp.fish") { shell };
        command.Runs(host, shared, async (invocation, _) =>
        {
            await invocation.Terminal.Out.WriteAsync(CompletionScripts.ByShell[invocation.Value(shell)!]);
            return ExitCodes.Ok;
        });
        return command;
    }
}
