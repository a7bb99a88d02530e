using LlmMcp.Core;

namespace LlmMcp.Cli.Up;

/// <summary>Core, running in this process.</summary>
internal sealed class CorePart(WebApplication app) : IAsyncDisposable
{
    public static async Task<CorePart> StartAsync(
        Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging, CancellationToken cancellationToken)
    {
        var app = Build(settings, host, logging);
        try
        {
            await app.StartPartAsync(cancellationToken, static part => part.MapCore());
            return new CorePart(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when interrupted (false), or when Core stops by itself (true), which only a failure inside makes it do.</summary>
    public async Task<bool> UntilStoppedAsync(CancellationToken interrupted)
    {
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var byUser = interrupted.Register(() => ended.TrySetResult(false));
        await using var byItself = app.Lifetime.ApplicationStopping.Register(() => ended.TrySetResult(true));
        return await ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        // The host's own shutdown timeout bounds it.
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    /// <summary>The part before its settings were checked and its doors mapped.</summary>
    public static WebApplication Build(Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = PartSetup.ContentRoot });
        builder.Prepare("Core", settings, host, logging);
        builder.AddCore();
        return builder.Build();
    }
}
