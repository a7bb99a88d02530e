using LlmMcp.Telemetry.Live;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Tests.Live;

public sealed class LiveTextTests
{
    private static readonly LiveText.Settings Settings = new(8, 6, TimeZoneInfo.Utc);

    [Fact]
    public void Everything_has_its_line()
    {
        var board = new Dashboard
        {
            Jobs = new Dictionary<string, long> { ["queued"] = 4, ["running"] = 1, ["done"] = 14, ["error"] = 1 },
            Benchmarks = new Dictionary<string, long> { ["done"] = 3 },
            WorkersOnline = 2,
            Costs = new Spending(1.5m, 2, 3),
            Devices =
            [
                Boards.Device("phone", models: 0), Boards.Device("pi5", "offline"), Boards.Device("rtx-with-a-long-name") with { RunningJobs = 1 }, Boards.Device("mac", circuit: "degraded"),
            ],
            RunningJobs = [new RunningJob("ollama.chat", "llama3.2:3b-instruct-q4", "rtx-with-a-long-name", 75)],
        };

        Assert.Equal(
            """
            / LLM-MCP  00:00:00
            Queue [#######...] 14/20 q4 r1 d14 f1
            Bench [##########] 3/3 q0 r0 d3 f0
            Workers 2  Today $1.50

            FLEET 2/3
            🟢 rtx-with-a-l 2m 1r 20ms
            🟡 mac          2m 0r 20ms
            🔴 pi5          offline since 00:00

            Running
            💬 llama3.2:3b-in @ rtx-with-a-l 1m
            """.ReplaceLineEndings("\n"),
            string.Join('\n', LiveText.Lines(board.At(), 1, Settings)));
    }

    [Fact]
    public void The_spinner_makes_every_text_another() =>
        Assert.Equal(@"|/-\|", string.Concat(Enumerable.Range(0, 5).Select(static turn => LiveText.Lines(new Dashboard().At(), turn, Settings)[0][0])));

    [Fact]
    public void Nothing_that_runs_is_said_too() => Assert.Equal("Running: —", LiveText.Lines(new Dashboard().At(), 0, Settings)[^1]);

    [Fact]
    public void A_big_fleet_fits_and_no_name_is_cut_in_half()
    {
        var board = Boards.With([.. Enumerable.Range(0, 300).Select(static number => Boards.Device($"👩‍👩‍👧‍👦<{number}>&e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"))]) with
        {
            RunningJobs = [.. Enumerable.Range(0, 10).Select(static number => new RunningJob("ollama.chat", "<模型>&" + new string('字', 50), $"d{number}", number))],
        };

        var text = TelegramText.Of(LiveText.Lines(board.At(), 0, Settings with { Devices = 100, Running = 50 }), 3_800);

        Assert.InRange(text.Length, 3_000, 3_800);
        Assert.DoesNotContain('\uFFFD', text);
        // Each name that is shown at all is whole as far as it goes.
        Assert.DoesNotContain("\u200D ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NoCore", "Core unreachable: gone")]
    [InlineData("NoDatabase", "Database unreachable: gone")]
    public void It_says_when_Core_is_gone(string reach, string expected) =>
        Assert.Equal(expected, LiveText.Lines(Look.Blind(Boards.Start, Enum.Parse<Reach>(reach), "gone"), 0, Settings)[1]);
}
