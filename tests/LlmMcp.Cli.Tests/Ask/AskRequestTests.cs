using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Ask;

public sealed class AskRequestTests
{
    [Fact]
    public async Task What_was_said_is_sent_and_nothing_else()
    {
        await using var core = await StartAsync();

        await CliRun.Against(core).RunAsync("ask", "Why?");

        Assert.Equal(
            """{"task":"chat","source":"cli","stream":true,"prompt":"Why?"}""", core.Single("POST", "/v1/llm/request").Body.GetRawText());
    }

    [Fact]
    public async Task Every_option_reaches_the_request()
    {
        await using var core = await StartAsync();

        await CliRun.Against(core).RunAsync(
            "ask", "Why?", "--model", "m", "--provider", "ollama", "--quality", "turbo", "--task", "reason", "--system", "Be brief",
            "--temperature", "0.5", "--max-tokens", "7", "--priority", "-2", "--source", "night", "--timeout", "90", "--thinking",
            "--local-only", "--max-cost", "0.5");

        Assert.Equal(
            """{"task":"reason","source":"night","stream":true,"prompt":"Why?","system":"Be brief","model":"m","provider":"ollama","quality":"turbo","temperature":0.5,"max_tokens":7,"priority":-2,"timeout_seconds":90,"thinking":true,"constraints":{"local_only":true,"max_cost_usd":0.5}}""",
            core.Single("POST", "/v1/llm/request").Body.GetRawText());
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("ask", "-")]
    public async Task A_piped_prompt_is_read_from_standard_input(params string[] arguments)
    {
        await using var core = await StartAsync();

        Assert.Equal(ExitCodes.Ok, await new CliRun { Input = "Why\nindeed?" }.With(core).RunAsync(arguments));
        Assert.Equal("Why\nindeed?", core.Single("POST", "/v1/llm/request").Body.GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task With_a_prompt_standard_input_is_left_alone()
    {
        await using var core = await StartAsync();

        await new CliRun { Input = "not read" }.With(core).RunAsync("ask", "Why?");

        Assert.Equal("Why?", core.Single("POST", "/v1/llm/request").Body.GetProperty("prompt").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  \n")]
    public async Task No_prompt_is_a_usage_error(string? input)
    {
        var run = new CliRun { Input = input };

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("ask"));
        Assert.Contains("llm-mcp ask", run.Error.ToString());
    }

    [Theory]
    [InlineData("--temperature", "3")]
    [InlineData("--temperature", "warm")]
    [InlineData("--max-tokens", "0")]
    [InlineData("--quality", "best")]
    [InlineData("--timeout", "0")]
    public async Task A_value_out_of_range_is_a_usage_error_that_names_it(string option, string value)
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("ask", "Why?", option, value));
        Assert.Contains(value, run.Error.ToString());
        Assert.DoesNotContain("System.", run.Error.ToString());
    }

    [Fact]
    public async Task Wanting_and_refusing_thoughts_is_a_usage_error() =>
        Assert.Equal(ExitCodes.Usage, await new CliRun().RunAsync("ask", "Why?", "--thinking", "--no-thinking"));

    [Fact]
    public async Task The_key_travels_in_its_header_and_the_option_wins()
    {
        await using var core = await StartAsync();

        await CliRun.Against(core).With("LLM_MCP_KEY", "from-variable").RunAsync("ask", "Why?", "--key", "from-option");

        Assert.All(core.Requests, request => Assert.Equal("from-option", request.Headers["X-API-Key"]));
    }

    [Fact]
    public async Task Json_is_one_object_with_everything()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            await stream.ResponseAsync("Blue.");
            await stream.StatusAsync(FakeJob.Done("Blue.", ""","thinking":"hm","data":{"eval_count":34,"eval_duration":2000000000}"""));
        }));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "--json", "Why?"));
        var answer = run.Json();
        Assert.Equal("Blue.", answer.GetProperty("response").GetString());
        Assert.Equal("hm", answer.GetProperty("thinking").GetString());
        Assert.Equal("done", answer.GetProperty("status").GetString());
        Assert.Equal("pi5", answer.GetProperty("device_id").GetString());
        Assert.Equal(17, answer.GetProperty("tokens_per_second").GetDouble());
        Assert.True(answer.GetProperty("first_token_ms").GetDouble() <= answer.GetProperty("total_ms").GetDouble());
        Assert.Equal("tiny:1b", answer.GetProperty("job").GetProperty("payload").GetProperty("model").GetString());
        Assert.Empty(run.Error.ToString());
    }

    [Fact]
    public async Task An_embedding_is_printed_as_its_vector()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(stream => stream.StatusAsync(
            FakeJob.Done("").Replace("\"response\":\"\"", "\"data\":{\"embedding\":[0.5,1]}", StringComparison.Ordinal))));
        var run = CliRun.Against(core);

        await run.RunAsync("ask", "--task", "embed", "Why?");

        Assert.Equal("[0.5,1]", run.Out.ToString().Trim());
    }

    private static Task<FakeCore> StartAsync() => FakeCore.StartAsync(app => app.AcceptsRequests().Streams(stream => stream.StatusAsync(FakeJob.Done("Blue."))));
}
