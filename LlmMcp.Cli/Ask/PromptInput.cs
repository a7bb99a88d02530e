using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary>
/// The prompt: the argument, else standard input. With an argument standard input is left alone: under cron and ssh it is
/// often a pipe that nobody closes.
/// </summary>
internal static class PromptInput
{
    private const string WayOut = "Write `llm-mcp ask \"Why is the sky blue?\"`, or pipe text into it.";

    public static async Task<string> ReadAsync(string? argument, Terminal terminal, CancellationToken cancellationToken)
    {
        if (argument is null && !terminal.InIsPiped)
        {
            throw CommandFailedException.Usage("There is no prompt.", WayOut);
        }

        var prompt = argument is null or "-" ? await StandardInput.ReadToEndAsync(terminal, cancellationToken) : argument;
        return string.IsNullOrWhiteSpace(prompt) ? throw CommandFailedException.Usage("The prompt is empty.", WayOut) : prompt;
    }
}
