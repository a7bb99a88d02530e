using System.Text;
using LlmMcp.Core.Costs;

namespace LlmMcp.Core.Tests.Costs;

public sealed class TokenUsageTests
{
    [Fact]
    public void Metrics_with_tokens_are_read()
    {
        Assert.True(Read("""{"ms":12.5,"model":"m:1b","provider":"ollama","more":{"tokens_in":9},"tokens_in":7,"tokens_out":5.0}""", out var usage));
        Assert.Equal(new TokenUsage("ollama", "m:1b", 7, 5), usage);
    }

    [Fact]
    public void A_result_tells_what_the_metrics_do_not()
    {
        var result = """{"ok":true,"model":"m:1b","provider":"ollama","tokens_in":7,"tokens_out":5,"data":{"tokens_in":1}}"""u8;

        Assert.True(TokenUsage.TryRead("""{"ms":5}"""u8, result, out var usage));
        Assert.Equal(new TokenUsage("ollama", "m:1b", 7, 5), usage);
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
