namespace LlmMcp.SystemTests.Harness;

/// <summary>How much force: moderate in every test run, more when LLM_MCP_LONG is 1 (<c>.ci/long</c>).</summary>
internal static class Scale
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("LLM_MCP_LONG") == "1";

    /// <summary>How long anything awaited may take before the test fails.</summary>
    public static TimeSpan Patience { get; } = IsLong ? TimeSpan.FromMinutes(10) : TimeSpan.FromMinutes(2);

    public static int Of(int usual, int @long) => IsLong ? @long : usual;
}
