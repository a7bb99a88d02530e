using System.Text;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary>The answer as it comes, on a screen: thoughts dimmed, then the text, then one line of facts.</summary>
internal sealed class ScreenAnswer(Terminal terminal, bool showThinking) : IAnswerView
{
    private readonly ProgressLine progress = new(terminal);
    private readonly StringBuilder response = new();
    private readonly ThoughtWriter thoughts = new(terminal);
    private bool atLineStart = true;

    public void StatusChanged(Job job)
    {
        if (response.Length == 0 && !thoughts.IsOpen && !job.IsFinal)
        {
            progress.Show(Waiting(job));
        }
    }

    public void Waits(string why)
    {
        progress.Clear();
        new SideNote(terminal).Write(why);
    }

    public void TextArrived(string response, string thinking)
    {
        if (thinking.Length > 0 && showThinking)
        {
            progress.Clear();
            thoughts.Write(thinking);
        }

        if (response.Length > 0)
        {
            progress.Clear();
            thoughts.Close();
            Print(response);
        }
    }

    public void AttemptBegan(long attempt)
    {
        progress.Clear();
        var nothingShown = response.Length == 0 && !thoughts.IsOpen;
        thoughts.Close();
        response.Clear();
        if (!nothingShown)
        {
            EndLine();
            new SideNote(terminal).Write($"That attempt failed; attempt {attempt} starts anew.");
        }
    }

    public void StreamBroke(string why)
    {
        if (response.Length == 0 && !thoughts.IsOpen)
        {
            progress.Show($"Connection lost ({why}), trying again…");
        }
    }

    public void Finished(Job job, AskFacts facts)
    {
        progress.Clear();
        thoughts.Close();
        Complete(AnswerText.Of(job));
        EndLine();
        SummaryLine.Write(facts, terminal);
    }

    public void Abandoned()
    {
        progress.Clear();
        thoughts.Close();
        EndLine();
    }

    /// <summary>Brings the screen to the stored answer, which is the one that counts. Pieces may be missing when a stream was resumed too late.</summary>
    private void Complete(string stored)
    {
        var shown = response.ToString();
        if (stored.StartsWith(shown, StringComparison.Ordinal))
        {
            Print(stored[shown.Length..]);
        }
        else if (stored.Trim() != shown.Trim())
        {
            EndLine();
            new SideNote(terminal).Write("The stream had gaps. The answer as it is stored:");
            Print(stored);
        }
    }

    private void Print(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        response.Append(text);
        terminal.Out.Write(ScreenText.Safe(text));
        terminal.Out.Flush();
        atLineStart = text[^1] == '\n';
    }

    private void EndLine()
    {
        if (!atLineStart)
        {
            terminal.Out.WriteLine();
            terminal.Out.Flush();
            atLineStart = true;
        }
    }

    private static string Waiting(Job job) => job.Status == JobStatus.Running
        ? $"running{(job.DeviceId is { } device ? $" on {device}" : string.Empty)}…"
        : "waiting for a free slot…";
}
