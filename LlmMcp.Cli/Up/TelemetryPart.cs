using LlmMcp.Telemetry;

namespace LlmMcp.Cli.Up;

/// <summary>
/// Telemetry of an <c>up</c>, when somebody is to be told anything. In a host of its own: it stops first, so that the end of
/// the others is no outage to tell.
/// </summary>
internal sealed class TelemetryPart(IHost? telemetry) : IAsyncDisposable
{
    public static async Task<TelemetryPart> StartAsync(
        UpPlan plan, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging, CancellationToken cancellationToken)
    {
        var telemetry = Build(plan, settings, host, logging);
        if (telemetry is null)
        {
            return new TelemetryPart(null);
        }

        try
        {
            await telemetry.StartPartAsync(cancellationToken);
            return new TelemetryPart(telemetry);
        }
        catch
        {
            telemetry.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (telemetry is not null)
        {
            // Bounded: a message on its way ends with its own time limit.
            await telemetry.StopAsync(CancellationToken.None);
            telemetry.Dispose();
        }
    }

    /// <summary>The part before its settings were checked; null when nobody is to be told.</summary>
    public static IHost? Build(UpPlan plan, Dictionary<string, string?> settings, CliHost host, ILoggerProvider logging)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = PartSetup.ContentRoot });
        builder.Prepare("Telemetry", settings, host, logging);
        if (!TelemetrySlice.IsConfigured(builder.Configuration))
        {
            return null;
        }

        builder.AddTelemetryService(options =>
        {
            options.CoreUrl = plan.HttpUrl.ToString();
            options.StateDirectory = options.StateDirectory.Length > 0 ? options.StateDirectory : plan.DataDirectory;
        });
        return builder.Build();
    }
}
