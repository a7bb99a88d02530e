using Spectre.Console;

namespace LlmMcp.Cli.Terminals;

/// <summary>
/// The three streams of a command and what they can show. Answers and data go to <see cref="Out"/>; everything said about
/// them (progress, summaries, errors) goes to <see cref="Error"/>, so that a pipe carries the answer alone.
/// </summary>
internal sealed record Terminal
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>True when standard input is a pipe or a file, so that a prompt can be read from it.</summary>
    public bool InIsPiped { get; init; }

    /// <summary>False when standard output is a pipe or a file: then no escape sequences and no wrapping.</summary>
    public bool OutIsScreen { get; init; }

    public bool ErrorIsScreen { get; init; }

    /// <summary>False with <c>NO_COLOR</c> or a dumb terminal.</summary>
    public bool Color { get; init; }

    /// <summary>False on a dumb terminal, where the cursor cannot be moved.</summary>
    public bool Cursor { get; init; }

    /// <summary>Columns of the screen; <see cref="int.MaxValue"/> when there is none.</summary>
    public int Width { get; init; } = int.MaxValue;

    /// <summary>Lines of the screen; <see cref="int.MaxValue"/> when there is none.</summary>
    public int Height { get; init; } = int.MaxValue;

    /// <summary>Columns and lines of the screen as they are now; null where they do not change.</summary>
    public Func<(int Width, int Height)>? Size { get; init; }

    /// <summary>True where a table of jobs, whose ids take 36 columns, would be unreadable.</summary>
    public bool IsNarrow => Width < 80;

    public static Terminal OfThisProcess(IReadOnlyDictionary<string, string> environment)
    {
        var smart = environment.GetValueOrDefault("TERM") != "dumb";
        return new Terminal
        {
            In = Console.In,
            Out = Console.Out,
            Error = Console.Error,
            InIsPiped = Console.IsInputRedirected,
            OutIsScreen = !Console.IsOutputRedirected,
            ErrorIsScreen = !Console.IsErrorRedirected,
            Color = smart && !environment.ContainsKey("NO_COLOR"),
            Cursor = smart,
            Width = ScreenSize().Width,
            Height = ScreenSize().Height,
            Size = ScreenSize,
        };
    }

    /// <summary>The same terminal after its window was resized.</summary>
    public Terminal Remeasured() => Size?.Invoke() is var (width, height) ? this with { Width = width, Height = height } : this;

    /// <summary>Standard output as Spectre.Console sees it: tables and live views.</summary>
    public IAnsiConsole Canvas() => Canvas(Out, OutIsScreen);

    /// <summary>Standard error as Spectre.Console sees it.</summary>
    public IAnsiConsole ErrorCanvas() => Canvas(Error, ErrorIsScreen);

    private static (int Width, int Height) ScreenSize()
    {
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
        {
            return (int.MaxValue, int.MaxValue);
        }

        try
        {
            // A pseudo terminal that nobody sized reports 0.
            return (Console.WindowWidth is > 0 and var width ? width : 80, Console.WindowHeight is > 0 and var height ? height : 24);
        }
        catch (IOException)
        {
            return (80, 24);
        }
    }

    private IAnsiConsole Canvas(TextWriter writer, bool isScreen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isScreen && Cursor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isScreen && Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isScreen && Cursor ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = isScreen ? Math.Max(20, Width) : 10_000;
        return console;
    }
}
