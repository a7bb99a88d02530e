using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Fleet;

public sealed class DevicesTests
{
    private const string Pi5 =
        """{"id":"extra:pi5","name":"pi5","provider":"ollama","status":"online","models":["a:1b","b:3b"],"loaded":["a:1b"],"slots":{"total":3,"used":1},"circuit":{"state":"closed"},"latency_ms":12,"last_seen":"2026-01-02T03:04:05Z","limits":{"max_params_b":5},"new_key":1}""";

    private const string Sick =
        """{"id":"extra:pi4","name":"pi4","provider":"ollama","status":"offline","models":[],"loaded":[],"slots":{"total":1,"used":0},"circuit":{"state":"open"},"latency_ms":null,"last_seen":null}""";

    [Fact]
    public async Task A_pipe_gets_a_line_per_device_with_tabs()
    {
        await using var core = await StartAsync();
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("devices"));
        var lines = run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("extra:pi5\tonline\t1/3\tclosed\t12 ms\t", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("\t2\ta:1b\tpi5", lines[0], StringComparison.Ordinal);
        Assert.Equal("extra:pi4\toffline\t0/1\topen\t\t\t0\t\tpi4", lines[1]);
    }

    [Fact]
    public async Task Simulated_devices_are_told_beside_the_list()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/devices", """{"devices":[{"id":"pi5"},{"id":"sim:a:1","simulated":true}]}"""));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("devices"));
        Assert.Equal(2, run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("Simulated: 1 of 2.", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public async Task A_table_fits_the_screen(int width)
    {
        await using var core = await StartAsync();
        var run = new CliRun { ScreenWidth = width, Color = false }.With(core);

        await run.RunAsync("devices");

        var lines = CliRun.Plain(run.Out.ToString()).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, width));
        Assert.StartsWith("extra:pi5", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_passes_on_what_core_said()
    {
        await using var core = await StartAsync();
        var (list, one) = (CliRun.Against(core), CliRun.Against(core));

        await list.RunAsync("devices", "--json");
        await one.RunAsync("devices", "show", "PI5", "--json");

        Assert.Equal(1, list.Json().GetProperty("devices")[0].GetProperty("new_key").GetInt32());
        Assert.Equal("extra:pi5", one.Json().GetProperty("id").GetString());
    }

    [Fact]
    public async Task One_device_is_shown_with_every_fact()
    {
        await using var core = await StartAsync();
        var run = new CliRun { ScreenWidth = 120, Color = false }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("devices", "show", "extra:pi5"));
        var text = CliRun.Plain(run.Out.ToString());
        Assert.Contains("max_params_b 5", text, StringComparison.Ordinal);
        Assert.Contains("a:1b, b:3b", text, StringComparison.Ordinal);
        Assert.Contains("total 3, used 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_switched_by_the_id_core_gave_it()
    {
        await using var core = await StartAsync();

        Assert.Equal(ExitCodes.Ok, await CliRun.Against(core).RunAsync("devices", "offline", "pi5", "--reason", "new fan", "--hold"));
        Assert.Equal(ExitCodes.Ok, await CliRun.Against(core).RunAsync("devices", "online", "pi5"));
        Assert.Equal("""{"device_id":"extra:pi5","reason":"new fan","hold":true}""", core.Single("POST", "/v1/devices/offline").Body.GetRawText());
        Assert.Equal("""{"device_id":"extra:pi5"}""", core.Single("POST", "/v1/devices/online").Body.GetRawText());
    }

    [Theory]
    [InlineData("nobody", "device_not_found")]
    [InlineData("twin", "device_ambiguous")]
    public async Task Who_is_meant_must_be_clear(string wanted, string code)
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/devices", """{"devices":[{"id":"a","name":"twin"},{"id":"b","name":"twin"}]}"""));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("devices", "show", wanted, "--json"));
        Assert.Equal(code, run.Json().GetProperty("error").GetString());
    }

    [Fact]
    public async Task Discovery_says_what_it_found()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("POST", "/v1/discovery/run", """{"status":"ok","found":5,"online":4,"mistakes":["tailscale is not there"],"went_offline":[]}"""));
        var run = new CliRun { ScreenWidth = 100, Color = false }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("devices", "discover"));
        Assert.Contains("tailscale is not there", run.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"answered":true,"reason":"","device":{"status":"online"}}""", "answered and is online")]
    [InlineData("""{"answered":false,"reason":"connection refused","device":{"status":"offline"}}""", "did not answer (connection refused) and is offline")]
    public async Task A_probe_says_how_the_node_is(string answer, string said)
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/devices", $$"""{"devices":[{{Pi5}}]}""").Answers("POST", "/v1/devices/{id}/probe", answer));
        var run = new CliRun().With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("devices", "probe", "pi5"));
        Assert.Contains(said, run.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_found_says_what_to_do()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/devices", """{"devices":[]}"""));
        var run = new CliRun { ScreenWidth = 100 }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("devices"));
        Assert.Contains("devices discover", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("devices")]
    [InlineData("models")]
    [InlineData("costs")]
    [InlineData("route", "Why?")]
    [InlineData("bench", "run", "--all")]
    public async Task Without_core_each_command_says_so(params string[] arguments)
    {
        var run = new CliRun().With("LLM_MCP_URL", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.CoreUnreachable, await run.RunAsync(arguments));
        Assert.Contains("core_unreachable", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Out.ToString());
    }

    private static Task<FakeCore> StartAsync() => FakeCore.StartAsync(app => app
        .Answers("GET", "/v1/devices", $$"""{"devices":[{{Pi5}},{{Sick}}]}""")
        .Answers("POST", "/v1/devices/offline", """{"ok":true}""")
        .Answers("POST", "/v1/devices/online", """{"ok":true}"""));
}
