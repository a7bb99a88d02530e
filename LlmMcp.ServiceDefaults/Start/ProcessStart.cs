using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LlmMcp.ServiceDefaults.Start;

/// <summary>Runs a process of llm-mcp from its first line to its last.</summary>
public static class ProcessStart
{
    /// <summary>What a process that was configured wrongly ends with.</summary>
    public const int InvalidSettings = 2;

    /// <summary>
    /// Builds the host and runs it until it is told to stop. Mistakes in the settings keep it from starting anything at all and
    /// are told on standard error, all of them, a line each.
    /// </summary>
    /// <param name="build">Makes the host.</param>
    /// <param name="map">Maps its doors, once the settings are known to be right.</param>
    /// <returns>0, or <see cref="InvalidSettings"/>.</returns>
    public static async Task<int> RunAsync<THost>(Func<THost> build, Action<THost>? map = null)
        where THost : IHost
    {
        var stopping = CancellationToken.None;
        try
        {
            var host = build();
            host.CheckSettings();
            map?.Invoke(host);
            stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            await host.RunAsync();
            return 0;
        }
        catch (Exception exception) when (SettingsMistakes.In(exception) is { Count: > 0 } mistakes)
        {
            await Console.Error.WriteLineAsync(string.Join(System.Environment.NewLine, mistakes));
            return InvalidSettings;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while it started, or waited for its database.
            return 0;
        }
    }

    /// <summary>
    /// Validates every setting. To be called before anything asks for one, which would tell its mistake and hide the
    /// others.
    /// </summary>
    /// <exception cref="OptionsValidationException">One kind of settings is wrong.</exception>
    /// <exception cref="AggregateException">Several are.</exception>
    public static void CheckSettings(this IHost host) => host.Services.GetService<IStartupValidator>()?.Validate();
}
