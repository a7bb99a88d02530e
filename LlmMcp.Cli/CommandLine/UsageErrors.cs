using System.CommandLine;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.CommandLine;

/// <summary>Says what is wrong with a command line, and where its help is. Long help is not printed: it would push the reason off the screen.</summary>
internal static class UsageErrors
{
    public static int Show(ParseResult parsed, Terminal terminal)
    {
        var path = CommandPath(parsed);
        var wantsJson = parsed.Tokens.Any(token => token.Value == "--json");
        var failure = CommandFailedException.Usage(
            string.Join(' ', parsed.Errors.Select(error => error.Message)),
            $"`{path} --help` shows what it takes.");
        FailureView.Show(failure, terminal, wantsJson);
        return failure.ExitCode;
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(result.Command is RootCommand ? "llm-mcp" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
