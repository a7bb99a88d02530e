using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.CommandLine;

public sealed class HelpTests
{
    [Fact]
    public async Task Root_help_lists_commands_examples_and_exit_codes()
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("--help"));
        var help = run.Out.ToString();
        Assert.Contains("llm-mcp ask \"Why is the sky blue?\"", help);
        foreach (var (code, meaning) in ExitCodes.All)
        {
            Assert.Contains($"{code,-4} {meaning}", help);
        }
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("jobs")]
    [InlineData("jobs list")]
    [InlineData("jobs submit")]
    [InlineData("devices")]
    [InlineData("devices offline")]
    [InlineData("models")]
    [InlineData("route")]
    [InlineData("bench run")]
    [InlineData("costs")]
    [InlineData("top")]
    [InlineData("completion")]
    public async Task Every_command_has_examples(string command)
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Ok, await run.RunAsync([.. command.Split(' '), "--help"]));
        Assert.Contains("Examples:", run.Out.ToString());
        Assert.Contains($"llm-mcp {command}", run.Out.ToString());
    }

    [Theory]
    [InlineData("asj")]
    [InlineData("jobs")]
    [InlineData("jobs", "show")]
    [InlineData("ask", "hi", "--no-such-option")]
    public async Task Wrong_usage_exits_2_and_points_at_help(params string[] arguments)
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Usage, await run.RunAsync(arguments));
        Assert.Contains("--help", run.Error.ToString());
        Assert.Empty(run.Out.ToString());
    }

    [Fact]
    public async Task Wrong_usage_with_json_is_json()
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("jobs", "show", "--json"));
        Assert.Equal("usage", run.Json().GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("ftp://example.org")]
    [InlineData("example.org")]
    public async Task An_address_that_is_none_is_a_usage_error(string url)
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("jobs", "list", "--url", url));
        Assert.Contains(url, run.Error.ToString());
    }

    [Fact]
    public async Task Version_tells_of_core_and_works_without_it()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/health", """{"status":"ok","version":"9.8.7"}"""));
        var with = CliRun.Against(core);
        var without = new CliRun().With("LLM_MCP_URL", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.Ok, await with.RunAsync("version", "--json"));
        Assert.Equal(ExitCodes.Ok, await without.RunAsync("version"));
        Assert.Equal("9.8.7", with.Json().GetProperty("core").GetProperty("version").GetString());
        Assert.Contains("not reachable", without.Out.ToString());
    }
}
