using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary>
/// The answer in one piece once it is complete, for pipes and for <c>--no-stream</c>: what has gone into a pipe cannot be
/// taken back when an attempt fails half-way. Thoughts go to standard error while they come, when they are wanted.
/// </summary>
internal sealed class WholeAnswer(Terminal terminal, bool showThinking) : IAnswerView
{
    private readonly ThoughtWriter thoughts = new(terminal);
    private bool thoughtsShown;

    public void StatusChanged(Job job)
    {
    }

    public void Waits(string why) => new SideNote(terminal).Write(why);

    public void TextArrived(string response, string thinking)
    {
        if (showThinking && thinking.Length > 0)
        {
            thoughts.Write(thinking);
            thoughtsShown = true;
        }
    }

    public void AttemptBegan(long attempt)
    {
        thoughts.Close();
        thoughtsShown = false;
    }

    public void StreamBroke(string why)
    {
    }

    public void Finished(Job job, AskFacts facts)
    {
        if (showThinking && !thoughtsShown && job.Result?.Text("thinking") is { } stored)
        {
            thoughts.Write(stored);
        }

        thoughts.Close();
        var text = AnswerText.Of(job);
        terminal.Out.WriteLine(terminal.OutIsScreen ? ScreenText.Safe(text) : text);
        terminal.Out.Flush();
        SummaryLine.Write(facts, terminal);
    }

    public void Abandoned() => thoughts.Close();
}
