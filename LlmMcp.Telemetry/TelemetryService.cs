using LlmMcp.Telemetry.Bot;
using LlmMcp.Telemetry.Live;
using LlmMcp.Telemetry.Watching;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry;

/// <summary>Starts the loops that the settings ask for, and stops them together.</summary>
internal sealed class TelemetryService(IServiceProvider services) : IHostedService
{
    private readonly List<BackgroundService> loops = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        loops.Add(ActivatorUtilities.CreateInstance<WatchLoop>(services));
        if (options.Live())
        {
            loops.Add(ActivatorUtilities.CreateInstance<LiveLoop>(services));
        }

        if (options.UsesBot() && Switch.IsOn(options.Commands))
        {
            loops.Add(ActivatorUtilities.CreateInstance<BotLoop>(services));
        }

        foreach (var loop in loops)
        {
            await loop.StartAsync(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(loops.Select(loop => loop.StopAsync(cancellationToken)));
        loops.ForEach(static loop => loop.Dispose());
    }
}
