using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Tools;
using LlmMcp.McpBridge.Tools.Jobs;

namespace LlmMcp.McpBridge.Tests.Tools;

/// <summary>What a model is told of a job, from results in the form of each server.</summary>
public sealed class JobReportsTests
{
    [Theory]
    [InlineData("""{"provider":"ollama","data":{"embedding":[1,2,3]}}""", 1, 3)]
    [InlineData("""{"provider":"ollama","data":{"embeddings":[[1,2],[3,4]]}}""", 2, 2)]
    [InlineData("""{"provider":"openai","data":{"data":[{"embedding":[1,2]},{"embedding":[3,4]},{"embedding":[5,6]}]}}""", 3, 2)]
    public void Vectors_are_found_in_every_form(string result, int count, int dimensions)
    {
        var report = Report(result).Structured;

        Assert.Equal((count, dimensions), (report.Embedding!.Count, report.Embedding.Dimensions));
        Assert.Equal(count, report.Embedding.Vectors!.Value.GetArrayLength());
        Assert.Null(report.Truncated);
    }

    [Fact]
    public void Vectors_that_do_not_fit_are_one_link_away()
    {
        var vector = $"[{string.Join(',', Enumerable.Repeat("0.123456789", 5_000))}]";
        var answer = Report("""{"provider":"ollama","data":{"embedding":VECTOR}}""".Replace("VECTOR", vector, StringComparison.Ordinal));

        Assert.Equal((5_000, null, true), (answer.Structured.Embedding!.Dimensions, answer.Structured.Embedding.Vectors, answer.Structured.Truncated));
        Assert.Equal("job://1/result", Assert.Single(answer.Links).Uri);
    }

    [Theory]
    [InlineData("""{"response":"","data":{"message":{"tool_calls":[{"function":{"name":"f"}}]}}}""")]
    [InlineData("""{"response":"","data":{"choices":[{"message":{"tool_calls":[{"function":{"name":"f"}}]}}]}}""")]
    public void Calls_a_model_asks_for_are_found_in_every_form(string result) =>
        Assert.Equal("""[{"function":{"name":"f"}}]""", Report(result).Structured.ToolCalls!.Value.GetRawText());

    [Fact]
    public void What_no_model_answered_is_shown_as_it_is() =>
        Assert.Equal("""{"ok":true,"echo":{"a":1}}""", Report("""{"ok":true,"echo":{"a":1}}""").Structured.Result!.Value.GetRawText());

    [Fact]
    public void A_cut_leaves_no_half_of_a_character()
    {
        var (text, cut) = ToolBounds.Cut("ab😀", 3);

        Assert.Equal(("ab", true), (text, cut));
        Assert.Equal(("ab😀", false), ToolBounds.Cut("ab😀", 4));
        Assert.Equal(("", true), ToolBounds.Cut("x", 0));
    }

    [Theory]
    [InlineData("queued", "llm_job_wait", false)]
    [InlineData("error", "llm_job_retry", true)]
    [InlineData("canceled", "llm_job_retry", true)]
    public void Whatever_is_left_to_do_is_said(string status, string tool, bool isError)
    {
        var answer = JobReports.Of(new Job(JsonElement.Parse($$"""{"id":"1","status":"{{status}}"}""")));

        Assert.Contains(tool, answer.Structured.Next, StringComparison.Ordinal);
        Assert.Equal(isError, answer.IsError);
    }

    private static ToolAnswer<JobReport> Report(string result) =>
        JobReports.Of(new Job(JsonElement.Parse($$$"""{"id":"1","status":"done","result":{{{result}}}}""")));
}
