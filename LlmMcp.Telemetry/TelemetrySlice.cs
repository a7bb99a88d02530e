using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Telemetry.Bot;
using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Live;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Store;
using LlmMcp.Telemetry.Watching;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry;

/// <summary>Adds telemetry to an application.</summary>
public static class TelemetrySlice
{
    /// <summary>Whether the configuration names anybody to tell.</summary>
    public static bool IsConfigured(IConfiguration configuration)
    {
        var options = new TelemetryOptions();
        configuration.GetSection(TelemetryOptions.Section).Bind(options);
        return options.Wanted();
    }

    /// <summary>
    /// Adds alerts, the live message and the bot's commands, as far as they are set. Settings come from section
    /// <c>Telemetry</c>, then from <paramref name="configure"/>; mistakes are reported together when the host starts.
    /// </summary>
    public static IHostApplicationBuilder AddTelemetryService(this IHostApplicationBuilder builder, Action<TelemetryOptions>? configure = null)
    {
        var services = builder.Services;
        var options = services.AddOptions<TelemetryOptions>().BindSettings(TelemetryOptions.Section).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CoreApi>();
        services.AddSingleton<WatcherName>();
        services.AddSingleton<CoreIncidents>();
        services.AddSingleton<Spool>();
        services.AddSingleton<ChannelSet>();
        services.TryAddSingleton<ILookSource, CoreLooks>();
        services.AddSingleton<Leadership>();
        services.AddSingleton<Courier>();
        services.AddSingleton<BlindWatch>();
        services.AddSingleton<Watcher>();
        services.AddSingleton<LiveMessage>();
        services.AddSingleton<BotDesk>();
        // Asked for when the host starts them, after every mistake in the settings was told.
        services.AddHostedService(static provider => new TelemetryService(provider));
        return builder;
    }
}
