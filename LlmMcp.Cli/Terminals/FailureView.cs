using LlmMcp.Cli.CommandLine;
using Spectre.Console;

namespace LlmMcp.Cli.Terminals;

/// <summary>Shows why a command failed: code and message, then what to do. With <c>--json</c> the same as one object on standard output.</summary>
internal static class FailureView
{
    public static void Show(CommandFailedException failure, Terminal terminal, bool json)
    {
        if (json)
        {
            JsonView.Write(terminal, new { error = failure.Code, message = failure.Message, hint = failure.Hint, exit_code = failure.ExitCode });
            return;
        }

        var canvas = terminal.ErrorCanvas();
        canvas.MarkupLineInterpolated($"[red]error[/] {ScreenText.Safe(failure.Message)} [dim]({failure.Code})[/]");
        if (failure.Hint is { } hint)
        {
            // Past the canvas: commands in it can be copied only while it is one line.
            terminal.Error.WriteLine(ScreenText.Safe(hint));
        }
    }
}
