using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.Execution;

public class ExecutionTests
{
    [Theory]
    [InlineData("""{"a": 1}""", """{"ok":true,"echo":{"a": 1}}""")]
    [InlineData("null", """{"ok":true,"echo":null}""")]
    [InlineData("", """{"ok":true,"echo":{}}""")]
    public void Echo_returns_its_payload_byte_by_byte(string payload, string expected)
    {
        var outcome = (JobOutcome.Done)new EchoExecutor().Execute(ExecutorBench.Job(JobKinds.Echo, payload));
        Assert.Equal(expected, Encoding.UTF8.GetString(outcome.ResultJson.Span));
    }

    [Fact]
    public void A_kind_with_two_executors_fails_at_start() =>
        Assert.Contains("'echo'", Assert.Throws<InvalidOperationException>(() => new JobExecutors([new EchoExecutor(), new EchoExecutor()])).Message);

    [Fact]
    public async Task Every_kind_of_the_contract_has_an_executor()
    {
        await using var bench = new ExecutorBench();
        foreach (var kind in JobKinds.All)
        {
            // No device and no key: the point is that somebody answers.
            Assert.NotNull(await bench.RunAsync(kind, "[]"));
        }
    }

    [Theory]
    [InlineData("http://10.0.0.1:11434", true)]
    [InlineData("https://[fd7a::1]:443/base", true)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("http://user:secret@host", false)]
    [InlineData("10.0.0.1:11434", false)]
    [InlineData("", false)]
    public void Node_addresses_are_plain_http(string url, bool valid) => Assert.Equal(valid, NodeAddress.Parse(url) is not null);
}
