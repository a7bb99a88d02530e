using LlmMcp.Core;
using LlmMcp.ServiceDefaults.Start;

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
            await app.StartPartAsync(cancellationToken);
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

    private static WebApplication Build(Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = PartSetup.ContentRoot });
            builder.Prepare("Core", settings, host, logging);
            builder.AddCore();
            var app = builder.Build();
            app.CheckSettings();
            app.MapCore();
            return app;
        }
        catch (Exception exception) when (SettingsMistakes.In(exception) is { Count: > 0 } mistakes)
        {
            throw PartSetup.InvalidSettings(mistakes);
        }
    }
}
