using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Route;

public sealed class RouteTests
{
    private const string Decided =
        """
        {"mode":"smart","decision":{"provider":"ollama","kind":"ollama.generate","model":"qwen3:8b","device":"mac"},"waiting":false,
         "candidates":[
           {"device":"mac","provider":"ollama","kind":"ollama.generate","model":"qwen3:8b","tier":"large","loaded":true,"tokens_per_second":41.26,"why":"tier large; loaded"},
           {"device":"cloud:openrouter","provider":"openrouter","model":"[x]/y","tier":"cloud_economy","why":"cloud"}],
         "rejected":[{"device":"pi5","model":"qwen3:8b","reason":"model_not_allowed:model_params_too_large"},{"model":"huge:70b","reason":"offline"}],
         "rejected_counts":{"offline":7,"model_not_allowed:model_params_too_large":1},
         "reasons":["premium, 4K: large, medium"],"estimated_tokens":256,"timeout_seconds":90,"expected_wait_seconds":1.5,"expected_cost_usd":0}
        """;

    [Fact]
    public async Task What_was_said_is_asked()
    {
        await using var core = await StartAsync(Decided);

        await CliRun.Against(core).RunAsync(
            "route", "Why?", "--quality", "premium", "--task", "reason", "--provider", "auto", "--thinking", "--local-only", "--prefer-local",
            "--max-cost", "0.01", "--max-latency-ms", "2000");

        Assert.Equal(
            """{"task":"reason","source":"cli","stream":false,"prompt":"Why?","provider":"auto","quality":"premium","thinking":true,"constraints":{"local_only":true,"prefer_local":true,"max_cost_usd":0.01,"max_latency_ms":2000}}""",
            core.Single("POST", "/v1/llm/route").Body.GetRawText());
    }

    [Fact]
    public async Task A_screen_shows_the_choice_the_reasons_and_the_others()
    {
        await using var core = await StartAsync(Decided);
        var run = new CliRun { ScreenWidth = 140, Color = false }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("route", "Why?"));
        var text = CliRun.Plain(run.Out.ToString());
        foreach (var expected in new[]
        {
            "→ qwen3:8b on mac (ollama.generate)", "smart routing · 256 tokens estimated · 90 s for an attempt · 1.5 s expected wait · 0.00000$ expected",
            "premium, 4K: large, medium", "41.3", "tier large; loaded", "[x]/y", "model_not_allowed:model_params_too_large", "7 offline",
        })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pipe_gets_a_line_per_place()
    {
        await using var core = await StartAsync(Decided);
        var run = CliRun.Against(core);

        await run.RunAsync("route", "Why?");

        Assert.Equal(
            ["decision\tmac\tqwen3:8b\tpremium, 4K: large, medium", "candidate\tmac\tqwen3:8b\ttier large; loaded", "candidate\tcloud:openrouter\t[x]/y\tcloud", "rejected\tpi5\tqwen3:8b\tmodel_not_allowed:model_params_too_large", "rejected\t\thuge:70b\toffline"],
            run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("""{"decision":{"provider":"ollama","kind":"ollama.generate","model":"m","device":"pi5"}}""", "→ m on pi5")]
    [InlineData("""{"decision":{"provider":"ollama","kind":"ollama.generate","model":"m"},"waiting":true}""", "waits for m on ollama")]
    [InlineData("{}", "→ its own model on unknown")]
    public async Task What_core_does_not_say_is_left_out(string answer, string headline)
    {
        await using var core = await StartAsync(answer);
        var run = new CliRun { ScreenWidth = 100, Color = false }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("route", "Why?"));
        Assert.StartsWith(headline, CliRun.Plain(run.Out.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_may_be_piped_in_and_json_is_passed_on()
    {
        await using var core = await StartAsync(Decided);
        var run = new CliRun { Input = "long text" }.With(core);

        await run.RunAsync("route", "--json");

        Assert.Equal("long text", core.Single("POST", "/v1/llm/route").Body.GetProperty("prompt").GetString());
        Assert.Equal(2, run.Json().GetProperty("candidates").GetArrayLength());
    }

    [Fact]
    public async Task A_refusal_of_core_is_shown()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers(
            "POST", "/v1/llm/route", """{"error":"routing_failed","message":"no_model_available: quality=premium","detail":"no cloud has a key. Not chosen: 2 offline."}""", 400));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("route", "Why?", "--quality", "premium"));
        Assert.Contains("no_model_available", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("no cloud has a key. Not chosen: 2 offline.", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--local-only", "--force-cloud")]
    [InlineData("--thinking", "--no-thinking")]
    [InlineData("--max-cost", "-1")]
    [InlineData("--max-latency-ms", "0")]
    [InlineData("--quality", "best")]
    public async Task What_makes_no_sense_is_a_usage_error(string one, string other) =>
        Assert.Equal(ExitCodes.Usage, await new CliRun().RunAsync("route", "Why?", one, other));

    private static Task<FakeCore> StartAsync(string answer) => FakeCore.StartAsync(app => app.Answers("POST", "/v1/llm/route", answer));
}
