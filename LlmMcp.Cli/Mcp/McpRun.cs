using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Up;
using LlmMcp.McpBridge.Stdio;

namespace LlmMcp.Cli.Mcp;

/// <summary>One MCP host's server. Core may come later: until then the tools say that it is not there.</summary>
internal sealed class McpRun(Invocation invocation)
{
    public async Task<int> RunAsync(CancellationToken interrupted)
    {
        var core = invocation.CoreAddress;
        using var logging = new TerminalLogging(invocation.Terminal);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = PartSetup.ContentRoot });
        builder.Prepare("Bridge", [], invocation.Host, logging);
        builder.AddStdioBridge(options =>
        {
            options.CoreUrl = core.Url.ToString();
            options.ApiKey = core.Key ?? "";
        });
        using var host = builder.Build();
        await host.StartPartAsync(interrupted);
        try
        {
            await StdioBridge.RunAsync(host.Services, interrupted);
            return ExitCodes.Ok;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
