using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace LlmMcp.ServiceDefaults.Telemetry;

/// <summary>
/// <c>OTEL_TRACES_SAMPLER</c> and <c>OTEL_TRACES_SAMPLER_ARG</c> as the specification has them, with one addition: a database
/// statement or a probe that belongs to no request begins no trace of its own. Loops make thousands of them an hour.
/// </summary>
public static class TraceSampling
{
    /// <summary>The sampler the variables name; <c>parentbased_always_on</c> without them.</summary>
    public static Sampler From(IConfiguration configuration)
    {
        var name = configuration["OTEL_TRACES_SAMPLER"]?.Trim().ToLowerInvariant() ?? "";
        var ratio = double.TryParse(configuration["OTEL_TRACES_SAMPLER_ARG"], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share : 1;
        Sampler root = name switch
        {
            "always_off" or "parentbased_always_off" => new AlwaysOffSampler(),
            "traceidratio" or "parentbased_traceidratio" => new TraceIdRatioBasedSampler(ratio),
            _ => new AlwaysOnSampler(),
        };
        return name is "always_on" or "always_off" or "traceidratio" ? new NoLonelyCalls(root) : new ParentBasedSampler(new NoLonelyCalls(root));
    }

    private sealed class NoLonelyCalls(Sampler inner) : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Kind == ActivityKind.Client && samplingParameters.ParentContext.TraceId == default
                ? new SamplingResult(SamplingDecision.Drop)
                : inner.ShouldSample(samplingParameters);
    }
}
