using System.Text;

namespace LlmMcp.Cli.Tests.Fakes;

/// <summary>Collects what is written and lets a test wait for a text to appear.</summary>
internal sealed class WatchedWriter : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private readonly List<(string Text, int After, TaskCompletionSource Seen)> waiting = [];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (gate)
        {
            text.Append(value);
            var now = text.ToString();
            foreach (var (_, _, seen) in waiting.Where(entry => Has(now, entry.Text, entry.After)))
            {
                seen.TrySetResult();
            }
        }
    }

    /// <param name="expected">The text.</param>
    /// <param name="after">How much of what was written does not count.</param>
    public Task AppearsAsync(string expected, int after = 0)
    {
        lock (gate)
        {
            if (Has(text.ToString(), expected, after))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((expected, after, seen));
            // Only a defect makes it wait so long; a loaded machine must not.
            return seen.Task.WaitAsync(TimeSpan.FromMinutes(3));
        }
    }

    public override string ToString()
    {
        lock (gate)
        {
            return text.ToString();
        }
    }

    private static bool Has(string text, string expected, int after) => text.IndexOf(expected, after, StringComparison.Ordinal) >= 0;
}
