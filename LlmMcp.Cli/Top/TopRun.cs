using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Top;

/// <summary>Looks at the dashboard once, or again and again until interrupted; a Core that is away is told and waited for.</summary>
internal sealed class TopRun(CoreClient core, Invocation invocation)
{
    /// <summary>A dashboard takes milliseconds: a Core that is silent for longer has to be shown as such.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Terminal terminal = invocation.Terminal;

    /// <param name="interval">Seconds between two looks; null for twice what other live views take, as there is more to read.</param>
    /// <param name="once">One picture only.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    public async Task<int> RunAsync(double? interval, bool once, CancellationToken cancellationToken)
    {
        if (once || invocation.Json || terminal is not { OutIsScreen: true, Cursor: true })
        {
            WriteOnce(await LookAsync(cancellationToken));
            return ExitCodes.Ok;
        }

        using var timer = new PeriodicTimer(interval is { } seconds ? TimeSpan.FromSeconds(seconds) : 2 * invocation.Host.RefreshInterval, invocation.Host.Time);
        using var screen = new FullScreen(terminal);
        var state = State(null, null);
        try
        {
            do
            {
                state = await NextAsync(state, cancellationToken);
                screen.Show(Picture(state, terminal.Remeasured()));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how it is meant to end.
        }

        return ExitCodes.Ok;
    }

    private void WriteOnce(JsonElement dashboard)
    {
        if (invocation.Json)
        {
            JsonView.Write(terminal, dashboard);
        }
        else if (terminal.OutIsScreen)
        {
            // Nothing has to fit: a screen scrolls.
            terminal.Out.WriteLine(string.Join(terminal.Out.NewLine, Picture(State(dashboard, null), terminal with { Height = int.MaxValue })));
        }
        else
        {
            TopLines.Write(terminal, dashboard, core.Address.Display);
        }

        terminal.Out.Flush();
    }

    private async Task<TopState> NextAsync(TopState last, CancellationToken cancellationToken)
    {
        try
        {
            return State(await LookAsync(cancellationToken), null);
        }
        catch (CommandFailedException failure) when (failure.IsPassing)
        {
            return last with { Failure = failure };
        }
    }

    private async Task<JsonElement> LookAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await core.GetAsync(CorePaths.Dashboard, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CoreFailureTexts.Unreachable(core.Address, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    private TopState State(JsonElement? dashboard, CommandFailedException? failure) =>
        new(dashboard, failure, core.Address.Display, invocation.Host.Time.LocalTimeZone);

    private static string[] Picture(TopState state, Terminal measured)
    {
        var text = new StringWriter();
        var canvas = (measured with { Out = text }).Canvas();
        foreach (var part in TopPicture.Of(state, measured.Width, measured.Height))
        {
            canvas.Write(part);
        }

        var lines = text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        return lines.Length > measured.Height ? lines[..measured.Height] : lines;
    }
}
