using Microsoft.Extensions.Configuration;

namespace LlmMcp.ServiceDefaults.Telemetry;

/// <summary>What the standard variables of OpenTelemetry say about where telemetry goes. Nothing is sent, and nothing measured for it, unless they do.</summary>
/// <param name="Traces">Spans are exported.</param>
/// <param name="Metrics">Metrics are exported.</param>
/// <param name="Logs">Log records are exported.</param>
public sealed record TelemetrySettings(bool Traces, bool Metrics, bool Logs)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>True when anything is exported.</summary>
    public bool Any => Traces || Metrics || Logs;

    /// <summary>
    /// Reads <c>OTEL_EXPORTER_OTLP_[TRACES_|METRICS_|LOGS_]ENDPOINT</c>, <c>OTEL_[TRACES|METRICS|LOGS]_EXPORTER</c>
    /// (<c>none</c> switches a signal off) and <c>OTEL_SDK_DISABLED</c>.
    /// </summary>
    public static TelemetrySettings From(IConfiguration configuration)
    {
        var enabled = !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        return new TelemetrySettings(Sends("TRACES"), Sends("METRICS"), Sends("LOGS"));

        bool Sends(string signal) => enabled
            && (Has(Endpoint) || Has($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"))
            && !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);

        bool Has(string name) => !string.IsNullOrWhiteSpace(configuration[name]);
    }
}
