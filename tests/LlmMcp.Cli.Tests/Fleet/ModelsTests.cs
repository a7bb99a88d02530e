using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Fleet;

public sealed class ModelsTests
{
    private const string Answer =
        """
        {"object":"list","data":[
          {"id":"qwen3:8b","provider":"ollama","tier":"large","params_b":8,"context":40960,"thinking":true,"devices":["mac","pi5"],"loaded_on":["mac"],"forbidden_on":{"pi5":"model_params_too_large"}},
          {"id":"openai/gpt-4o-mini","provider":"openrouter","tier":"cloud_economy","context":128000,"thinking":false,"price_in_1m":0.15,"price_out_1m":0.6,"devices":[]},
          {"id":"odd","provider":"compat"}]}
        """;

    [Fact]
    public async Task A_line_tells_size_context_price_and_place()
    {
        await using var core = await StartAsync();
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("models", "--all"));
        var lines = run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("qwen3:8b\tollama\tlarge\t8B\t40K\tyes\t\tmac\tmac, pi5 (forbidden)", lines[0]);
        Assert.Equal("openai/gpt-4o-mini\topenrouter\tcloud_economy\t\t125K\t\t0.15/0.6\t\t", lines[1]);
        Assert.Equal("odd\tcompat\t\t\t\t\t\t\t", lines[2]);
        Assert.Equal("?all=1", core.Single("GET", "/v1/models").Query);
    }

    [Fact]
    public async Task One_provider_may_be_asked_for()
    {
        await using var core = await StartAsync();
        var run = CliRun.Against(core);

        await run.RunAsync("models", "--provider", "compat", "--json");

        Assert.Equal("odd", Assert.Single(run.Json().GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("", core.Single("GET", "/v1/models").Query);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    public async Task A_table_fits_the_screen(int width)
    {
        await using var core = await StartAsync();
        var run = new CliRun { ScreenWidth = width, Color = false }.With(core);

        await run.RunAsync("models");

        Assert.All(
            CliRun.Plain(run.Out.ToString()).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries),
            line => Assert.InRange(line.TrimEnd().Length, 1, width));
    }

    private static Task<FakeCore> StartAsync() => FakeCore.StartAsync(app => app.Answers("GET", "/v1/models", Answer));
}
