namespace LlmMcp.Cli.Terminals;

/// <summary>
/// The whole screen for a picture that is drawn again and again; what was on it comes back at the end. Each picture is one
/// write over the last one, so nothing flickers.
/// </summary>
internal sealed class FullScreen : IDisposable
{
    private readonly TextWriter output;

    public FullScreen(Terminal terminal)
    {
        output = terminal.Out;
        // Another buffer, no cursor.
        output.Write("\u001b[?1049h\u001b[?25l");
    }

    /// <summary>Shows these lines from the top; there must be no more than the screen has.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        // Each line and the rest of the screen are cleared behind what is written.
        output.Write($"\u001b[H{string.Join("\u001b[K\r\n", lines)}\u001b[K\u001b[J");
        output.Flush();
    }

    public void Dispose()
    {
        output.Write("\u001b[?25h\u001b[?1049l");
        output.Flush();
    }
}
