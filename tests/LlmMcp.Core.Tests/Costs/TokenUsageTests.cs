using System.Text;
using LlmMcp.Core.Costs;

namespace LlmMcp.Core.Tests.Costs;

public sealed class TokenUsageTests
{
    [Fact]
    public void Metrics_with_tokens_are_read()
    {
        Assert.True(Read("""{"ms":12.5,"model":"m:1b","provider":"ollama","more":{"tokens_in":9},"tokens_in":7,"tokens_out":5.0}""", out var usage));
        Assert.Equal(new TokenUsage("ollama", "m:1b", 7, 5) { DurationMs = 12 }, usage);
    }

    [Fact]
    public void Metrics_tell_what_is_billed_apart()
    {
        Assert.True(Read("""{"provider":"openrouter","model":"m","tokens_in":7,"tokens_out":5,"cached_tokens":3,"reasoning_tokens":2,"provider_cost":1.25e-05}""", out var usage));
        Assert.Equal(new UsageDetails(3, 2, 0.0000125m), usage.Details);
        Assert.Equal(new TokenCounts(7, 5, 3, 2), usage.Tokens);
    }

    // What a worker of the deployed system reports: its metrics count tokens, the provider's document says the rest.
    [Theory]
    [InlineData("""{"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":3,"audio_tokens":1},"completion_tokens_details":{"reasoning_tokens":2},"cost":0.5}""", 3, 2, "0.5")]
    [InlineData("""{"cost":0.02,"is_byok":true,"cost_details":{"upstream_inference_cost":0.4}}""", 0, 0, "0.42")]
    [InlineData("""{"cost":0.02,"is_byok":false,"cost_details":{"upstream_inference_cost":0.02}}""", 0, 0, "0.02")]
    [InlineData("""{"prompt_tokens_details":null,"completion_tokens_details":[7],"cost":-1}""", 0, 0, null)]
    [InlineData("""{"prompt_tokens_details":{"cached_tokens":"3"},"cost":"0.5","cost_details":7}""", 0, 0, null)]
    [InlineData("""{"prompt_tokens_details":{"cached_tokens":1e20}}""", int.MaxValue, 0, null)]
    [InlineData("[1]", 0, 0, null)]
    [InlineData("null", 0, 0, null)]
    public void A_providers_document_tells_what_is_billed_apart(string document, int cached, int reasoning, string? charged)
    {
        var result = Encoding.UTF8.GetBytes($$"""{"ok":true,"data":{"id":"x","choices":[{"message":{"usage":{"cost":9} } }],"usage":{{document}} } }""");

        Assert.True(TokenUsage.TryRead("""{"provider":"openrouter","model":"m","tokens_in":7,"tokens_out":5}"""u8, result, out var usage));
        Assert.Equal(
            new UsageDetails(cached, reasoning, charged is null ? null : decimal.Parse(charged, System.Globalization.CultureInfo.InvariantCulture)), usage.Details);
    }

    [Fact]
    public void What_the_metrics_bill_counts_more_than_the_document()
    {
        Assert.True(TokenUsage.TryRead(
            """{"provider":"openrouter","model":"m","tokens_in":7,"provider_cost":1}"""u8, """{"data":{"usage":{"cost":2}}}"""u8, out var usage));
        Assert.Equal(1, usage.Details.Charged);
    }

    [Fact]
    public void A_result_tells_what_the_metrics_do_not()
    {
        var result = """{"ok":true,"model":"m:1b","provider":"ollama","tokens_in":7,"tokens_out":5,"data":{"tokens_in":1}}"""u8;

        Assert.True(TokenUsage.TryRead("""{"ms":5}"""u8, result, out var usage));
        Assert.Equal(new TokenUsage("ollama", "m:1b", 7, 5) { DurationMs = 5 }, usage);
        Assert.True(TokenUsage.TryRead("""{"model":"own","provider":"ollama","tokens_in":1}"""u8, result, out usage));
        Assert.Equal("own", usage.Model);
        Assert.False(TokenUsage.TryRead("""{"ms":5}"""u8, """{"ok":true,"echo":{"model":"m","provider":"p","tokens_in":7}}"""u8, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"ms":0}""")]
    [InlineData("""{"provider":"ollama","model":"m","tokens_in":0,"tokens_out":0}""")]
    [InlineData("""{"provider":"ollama","model":"m","tokens_in":-5,"tokens_out":"7"}""")]
    [InlineData("""{"model":"m","tokens_in":5}""")]
    [InlineData("""{"provider":"ollama","model":"","tokens_in":5}""")]
    [InlineData("""{"provider":"ollama","model":["m"],"tokens_in":5}""")]
    [InlineData("""{"provider":"ollama","model":"a\u0000b","tokens_in":5}""")]
    [InlineData("""{"provider":"ollama","model":"\ud800","tokens_in":5}""")]
    [InlineData("""{"provider":"ollama","tokens_in":5""")]
    [InlineData("""["tokens_in"]""")]
    public void Others_cost_nothing(string metrics) => Assert.False(Read(metrics, out _));

    [Fact]
    public void A_count_beyond_the_column_is_cut()
    {
        Assert.True(Read("""{"provider":"p","model":"m","tokens_in":1e300}""", out var usage));
        Assert.Equal(int.MaxValue, usage.TokensIn);
    }

    private static bool Read(string metrics, out TokenUsage usage) => TokenUsage.TryRead(Encoding.UTF8.GetBytes(metrics), out usage);
}
