using LlmMcp.Core.Dashboard;

namespace LlmMcp.Core.Tests.Dashboard;

public sealed class QueueSummaryTests
{
    [Fact]
    public void Only_statuses_that_occur_are_named() =>
        Assert.Equal(
            new Dictionary<string, long> { ["queued"] = 2, ["done"] = 7 }, QueueSummary.ByStatus(Facts.Of(queued: 2, done: 7), static _ => true));

    [Fact]
    public void Models_of_late_bound_jobs_are_chosen_later()
    {
        var facts = Facts.Of() with
        {
            Totals = [new("ollama.chat", "submitted", 10), new("echo", "submitted", 1)],
            Lanes =
            [
                new("ollama.chat|llama3.2:3b|", "a", "ollama.chat", 9, 3), new("ollama.chat|llama3.2:3b|pi5", "b", "ollama.chat", 2, 2),
                new("~ quality=max", "a", "ollama.chat", 1, 4), new("echo", "c", "echo", 1, 1),
            ],
            Waiting = [new("ollama.chat", "a", "ollama.chat", null, 1)],
        };

        var queue = QueueSummary.Queue(facts);

        Assert.Equal((11, 1, 9, false), (queue.Queued, queue.Waiting, queue.OldestSeconds, queue.AtLeast));
        Assert.Equal([new ModelQueueView("auto", 5), new ModelQueueView("llama3.2:3b", 5)], queue.ByModel);
        Assert.Equal([new SourceQueueView("a", 8), new SourceQueueView("b", 2), new SourceQueueView("c", 1)], queue.BySource);
        Assert.Equal([new KindView("ollama.chat", 10, 0), new KindView("echo", 1, 0)], queue.ByKind);
    }

    [Fact]
    public void Counts_that_stop_at_a_bound_say_so() =>
        Assert.True(QueueSummary.Queue(Facts.Of(queued: 1_000_000) with { Lanes = [new("echo", "me", "echo", 1, 500)] }).AtLeast);

    [Fact]
    public void The_last_hour_has_sixty_minutes()
    {
        var minute = new DateTimeOffset(2026, 2, 14, 11, 59, 0, TimeSpan.Zero);

        var minutes = QueueSummary.Minutes(Facts.Of() with { Minutes = [new(minute, "done", 5), new(minute, "submitted", 6), new(minute, "error", 1)] });

        Assert.Equal(60, minutes.Count);
        Assert.Equal(new MinuteView(minute.UtcDateTime, 6, 5, 1, 0), minutes[^2]);
        Assert.Equal(Facts.Now.UtcDateTime.AddSeconds(-30), minutes[^1].Minute);
        Assert.Equal(12, minutes.Sum(static each => each.Submitted + each.Done + each.Error + each.Canceled));
    }
}
