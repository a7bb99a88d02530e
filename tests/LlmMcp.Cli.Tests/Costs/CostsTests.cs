using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Costs;

public sealed class CostsTests
{
    private const string Answer =
        """
        {"period":"week","total_cost":1.5,"total_jobs":1003,"total_cost_usd":1.5,"total_requests":1003,
         "by_provider":[{"provider":"openrouter","cost_usd":1.5,"jobs":3,"tokens_in":1234567,"tokens_out":89},{"provider":"ollama","cost_usd":0,"jobs":1000,"tokens_in":5,"tokens_out":6}],
         "by_model":[{"model":"gpt-4o-mini","provider":"openai","cost_usd":0.000015,"jobs":1,"tokens_in":1,"tokens_out":1}],
         "by_source":[{"source":"","cost_usd":0.1,"jobs":2,"tokens_in":1,"tokens_out":1}]}
        """;

    [Fact]
    public async Task Sums_are_shown_with_a_total()
    {
        await using var core = await StartAsync(Answer);
        var run = new CliRun { ScreenWidth = 100, Color = false }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("costs", "--period", "week"));
        Assert.Equal("?period=week&by=provider", core.Single("GET", "/v1/costs/summary").Query);
        var text = CliRun.Plain(run.Out.ToString());
        Assert.Contains("1,234,567", text, StringComparison.Ordinal);
        Assert.Contains("1.50000$", text, StringComparison.Ordinal);
        Assert.Contains("1.50000$ for 1,003 answers in the last week", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model", "openai/gpt-4o-mini\t1\t1\t1\t0.00002$")]
    [InlineData("source", "-\t2\t1\t1\t0.10000$")]
    public async Task Each_grouping_has_its_name(string by, string line)
    {
        await using var core = await StartAsync(Answer);
        var run = CliRun.Against(core);

        await run.RunAsync("costs", "--by", by);

        Assert.Equal(line, run.Out.ToString().Trim());
    }

    [Fact]
    public async Task A_core_that_cannot_group_so_is_named_as_the_cause()
    {
        await using var core = await StartAsync("""{"period":"day","by_provider":[]}""");
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("costs", "--by", "model"));
        Assert.Contains("does not group costs by model", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_passed_on()
    {
        await using var core = await StartAsync(Answer);
        var run = CliRun.Against(core);

        await run.RunAsync("costs", "--json");

        Assert.Equal(1003, run.Json().GetProperty("total_requests").GetInt32());
    }

    [Fact]
    public async Task An_unknown_period_is_a_usage_error() => Assert.Equal(ExitCodes.Usage, await new CliRun().RunAsync("costs", "--period", "year"));

    private static Task<FakeCore> StartAsync(string answer) => FakeCore.StartAsync(app => app.Answers("GET", "/v1/costs/summary", answer));
}
