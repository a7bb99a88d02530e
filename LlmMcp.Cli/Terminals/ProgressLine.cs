namespace LlmMcp.Cli.Terminals;

/// <summary>
/// One line on standard error that says what the command is waiting for and vanishes when there is something to show.
/// Nothing is written where the line could not be erased again.
/// </summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private readonly bool enabled = terminal is { ErrorIsScreen: true, Cursor: true };
    private bool visible;

    public void Show(string text)
    {
        if (!enabled)
        {
            return;
        }

        Clear();
        // One column stays free: a full line would wrap and could not be erased.
        terminal.Error.Write(ScreenText.OneLine(text, Math.Min(terminal.Width, 200) - 1));
        terminal.Error.Flush();
        visible = true;
    }

    public void Clear()
    {
        if (visible)
        {
            terminal.Error.Write("\r\u001b[2K");
            terminal.Error.Flush();
            visible = false;
        }
    }
}
