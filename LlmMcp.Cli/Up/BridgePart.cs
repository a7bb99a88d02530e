using LlmMcp.McpBridge;

namespace LlmMcp.Cli.Up;

/// <summary>The MCP bridge of an <c>up</c>, in a host of its own: it stops before Core, so that its calls end in order.</summary>
internal sealed class BridgePart(WebApplication app) : IAsyncDisposable
{
    public static async Task<BridgePart> StartAsync(
        UpPlan plan, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging, CancellationToken cancellationToken)
    {
        var app = Build(plan, settings, host, logging);
        try
        {
            await app.StartPartAsync(cancellationToken, static part => part.MapBridge());
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

    /// <summary>The part before its settings were checked and its doors mapped.</summary>
    public static WebApplication Build(UpPlan plan, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = PartSetup.ContentRoot });
        builder.Prepare("Bridge", settings, host, logging);
        builder.AddBridge(options => options.CoreUrl = plan.HttpUrl.ToString());
        return builder.Build();
    }
}
