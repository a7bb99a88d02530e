using LlmMcp.Cli.Tests.Fakes;
using LlmMcp.Cli.Top;
using Microsoft.AspNetCore.Builder;

namespace LlmMcp.Cli.Tests.Top;

public sealed class TopPictureTests
{
    [Theory]
    [InlineData(40, 10)]
    [InlineData(80, 24)]
    [InlineData(80, 5)]
    [InlineData(200, 60)]
    [InlineData(20, 1)]
    public async Task The_live_picture_fits_the_screen(int width, int height)
    {
        using var interrupt = new CancellationTokenSource();
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/dashboard", FakeDashboard.Busy(issues: 30, hosts: 50, jobs: 10)));
        var run = new CliRun { ScreenWidth = width, ScreenHeight = height, Color = false }.With(core);

        var running = run.RunAsync(interrupt.Token, "top");
        await run.Out.AppearsAsync("\u001b[J");
        await interrupt.CancelAsync();
        await running;

        var text = run.Out.ToString();
        var from = text.IndexOf("\u001b[H", StringComparison.Ordinal) + 3;
        var lines = text[from..text.IndexOf("\u001b[J", StringComparison.Ordinal)].Split("\u001b[K", StringSplitOptions.RemoveEmptyEntries);
        // Two lines are too few for another part.
        Assert.InRange(lines.Length, Math.Max(1, height - 2), height);
        Assert.All(lines, line => Assert.InRange(CliRun.Plain(line).Trim('\r', '\n').TrimEnd().Length, 0, width));
        Assert.StartsWith("● 30 issues", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(21, 1, 2, 1, 3, 4, 3)]
    [InlineData(21, 0, 0, 0, 0, 0, 0)]
    [InlineData(21, 100, 100, 100, 7, 7, 7)]
    [InlineData(21, 0, 100, 2, 0, 17, 4)]
    [InlineData(21, 0, 3, 100, 0, 5, 16)]
    [InlineData(3, 5, 5, 5, 3, 0, 0)]
    [InlineData(-2, 5, 5, 5, 0, 0, 0)]
    public void Room_is_shared(int lines, int issues, int nodes, int jobs, int forIssues, int forNodes, int forJobs) =>
        Assert.Equal(new TopRoom(forIssues, forNodes, forJobs), TopRoom.Of(lines, issues, nodes, jobs));

    [Theory]
    [InlineData(0, 4, "□□□□ 0/4")]
    [InlineData(4, 4, "■■■■ 4/4")]
    [InlineData(1, 20, "■□□□□□□□ 1/20")]
    [InlineData(19, 20, "■■■■■■■□ 19/20")]
    [InlineData(0, 0, "0/0")]
    [InlineData(3, 2, "■■ 3/2")]
    public void A_bar_shows_slots(long used, long total, string bar) =>
        Assert.Equal(bar, new TopNode("n", "online", used, total, "ok", [], null, null).Bar);
}
