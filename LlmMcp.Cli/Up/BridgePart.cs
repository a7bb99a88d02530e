using LlmMcp.McpBridge;
using LlmMcp.ServiceDefaults.Environment;

namespace LlmMcp.Cli.Up;

/// <summary>The MCP bridge of an <c>up</c>, in a host of its own: it stops before Core, so that its calls end in order.</summary>
internal sealed class BridgePart(WebApplication app) : IAsyncDisposable
{
    public static async Task<BridgePart> StartAsync(
        UpPlan plan, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = PartSetup.ContentRoot });
        try
        {
            builder.Prepare("Bridge", settings, host, logging);
        }
        catch (InvalidConfigurationException exception)
        {
            throw PartSetup.InvalidSettings(exception.Errors);
        }

        builder.AddBridge(options => options.CoreUrl = plan.HttpUrl.ToString());
        var app = builder.Build();
        try
        {
            app.MapBridge();
            await app.StartPartAsync(cancellationToken);
            return new BridgePart(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Streams end at once; the host's own shutdown timeout bounds the rest.
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
