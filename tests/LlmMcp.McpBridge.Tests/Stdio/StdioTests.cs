using LlmMcp.McpBridge.Tests.Rig;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tests.Stdio;

/// <summary><c>llm-mcp mcp</c> as a desktop host starts it, by the client of the MCP library.</summary>
public sealed class StdioTests
{
    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_host_starts_it_uses_it_and_ends_it(string version)
    {
        await using var core = await CoreRig.StartAsync();
        var errors = new List<string>();
        // A loaded machine may take longer to start the program than the client usually waits for its first answer.
        await using var client = await McpClient.CreateAsync(Transport(core.Url, errors), new McpClientOptions { ProtocolVersion = version, DiscoverProbeTimeout = TimeSpan.FromMinutes(1) });

        var tools = await client.ListToolsAsync();
        var submitted = await client.CallToolAsync("llm_dashboard");

        Assert.Contains(tools, static tool => tool.Name == "llm_request");
        Assert.NotEqual(true, submitted.IsError);
        Assert.Equal(version, client.NegotiatedProtocolVersion);
        await client.DisposeAsync();
        // Standard output is for messages alone, and there was nothing to say on the other one.
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Without_Core_it_serves_and_its_tools_say_what_is_missing()
    {
        await using var client = await McpClient.CreateAsync(Transport("http://127.0.0.1:9", []));

        var answer = await client.CallToolAsync("llm_dashboard");

        Assert.True(answer.IsError);
        Assert.Contains("Core", ((TextContentBlock)answer.Content[0]).Text, StringComparison.Ordinal);
    }

    private static StdioClientTransport Transport(string core, List<string> errors) => new(new StdioClientTransportOptions
    {
        Command = "dotnet",
        Arguments = [Path.Combine(AppContext.BaseDirectory, "llm-mcp.dll"), "mcp"],
        EnvironmentVariables = new Dictionary<string, string?> { ["CORE_HTTP_URL"] = core },
        StandardErrorLines = errors.Add,
    });
}
