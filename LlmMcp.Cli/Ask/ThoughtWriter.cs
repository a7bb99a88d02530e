using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary>Thoughts of a model, dimmed on standard error, so that a redirected answer stays free of them.</summary>
internal sealed class ThoughtWriter(Terminal terminal)
{
    private bool endsLine;

    public bool IsOpen { get; private set; }

    public void Write(string text)
    {
        if (!IsOpen && terminal is { ErrorIsScreen: true, Color: true })
        {
            terminal.Error.Write("\u001b[2m");
        }

        IsOpen = true;
        endsLine = text.EndsWith('\n');
        terminal.Error.Write(terminal.ErrorIsScreen ? ScreenText.Safe(text) : text);
        terminal.Error.Flush();
    }

    /// <summary>Ends the dimming and the line, if there were thoughts.</summary>
    public void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        if (terminal is { ErrorIsScreen: true, Color: true })
        {
            terminal.Error.Write("\u001b[22m");
        }

        terminal.Error.WriteLine(endsLine ? string.Empty : Environment.NewLine);
        terminal.Error.Flush();
    }
}
