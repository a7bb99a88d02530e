using System.Text;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Tests.Fleet.Speeds;

public sealed class MeasuredAnswerTests
{
    [Theory]
    // As our worker measures.
    [InlineData("""{"ms":3000,"model":"m","tokens_out":100,"ttft_ms":900,"load_ms":1000,"eval_ms":2000,"tps":50}""", "{}", 50.0, 2000.0, 1000.0)]
    [InlineData("""{"ms":2000,"model":"m","tokens_out":100,"load_ms":20,"eval_ms":2000,"tps":50}""", "{}", 50.0, 2000.0, null)]
    // Too short to tell a speed; the time still counts.
    [InlineData("""{"ms":20,"model":"m","tokens_out":2,"tps":4000}""", "{}", null, 20.0, null)]
    // The deployed worker: milliseconds, and the node's own document in the result.
    [InlineData("""{"ms":3000}""", """{"ok":true,"tokens_out":100,"data":{"response":"x","load_duration":1000000000,"eval_duration":1600000000}}""", 62.5, 2000.0, 1000.0)]
    [InlineData("""{"ms":2000}""", """{"ok":true,"tokens_out":100,"data":{"choices":[{"index":0}]}}""", 50.0, 2000.0, null)]
    [InlineData("""{"ms":2000}""", """{"ok":true,"tokens_in":3,"data":{"embedding":[1,2]}}""", null, 2000.0, null)]
    public void An_answer_tells_its_speed_its_time_and_its_load(string metrics, string result, double? tps, double latency, double? load)
    {
        var answer = Read(metrics, result)!;

        Assert.Equal((tps, latency, load), (answer.TokensPerSecond, answer.WarmMs, answer.LoadMs));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{}", """{"ok":true,"tokens_out":5}""")]
    [InlineData("""{"ms":"soon"}""", "{}")]
    [InlineData("""{"ms":-1,"model":"m"}""", "{}")]
    [InlineData("""{"ms":1e300,"model":"m"}""", "{}")]
    [InlineData("not json", "[]")]
    [InlineData("""{"ms":""", "{}")]
    public void What_tells_no_time_measures_nothing(string metrics, string result) => Assert.Null(Read(metrics, result));

    [Theory]
    [InlineData("""{"ms":10,"model":"m","tokens_out":50,"tps":-4,"ttft_ms":99,"load_ms":5000}""")]
    [InlineData("""{"ms":10,"model":"m","tokens_out":50,"tps":1e12,"ttft_ms":-1,"load_ms":1e300}""")]
    public void Nonsense_beside_the_time_is_left_out(string metrics)
    {
        var answer = Read(metrics, "{}")!;

        Assert.True(answer is { FirstTokenMs: null, LoadMs: null, TokensPerSecond: null or 5000 });
    }

    private static MeasuredAnswer? Read(string metrics, string result) => MeasuredAnswer.Read(Encoding.UTF8.GetBytes(metrics), Encoding.UTF8.GetBytes(result));
}
