namespace LlmMcp.Cli.Terminals;

/// <summary>A remark about the output, dimmed, on standard error.</summary>
internal sealed class SideNote(Terminal terminal)
{
    public void Write(string text)
    {
        var dimmed = terminal is { ErrorIsScreen: true, Color: true };
        var safe = ScreenText.Safe(text);
        terminal.Error.WriteLine(dimmed ? $"\u001b[2m{safe}\u001b[22m" : safe);
        terminal.Error.Flush();
    }
}
