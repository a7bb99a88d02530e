namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>What the conformance suite expects of the server under test.</summary>
internal static class FixtureSlice
{
    public static WebApplicationBuilder AddFixtures(this WebApplicationBuilder builder) => builder;
}
