using LlmMcp.ServiceDefaults.Rounds;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Benchmarks;

/// <summary>Runs <see cref="BenchmarkSweep"/> in its interval and says what it started.</summary>
internal sealed class BenchmarkLoop(BenchmarkSweep sweep, IOptions<BenchmarkOptions> options, TimeProvider time, ILogger<BenchmarkLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause => options.Value.Interval;

    // At the start the fleet is not known yet.
    protected override TimeSpan FirstPause => options.Value.Interval;

    protected override async Task RoundAsync(CancellationToken cancellationToken) => Tell(await sweep.RunOnceAsync(cancellationToken));

    protected override void Failed(Exception exception) => BenchmarkLog.SweepFailed(logger, exception.Message);

    private void Tell(BenchmarkSweepReport report)
    {
        foreach (var target in report.Started)
        {
            BenchmarkLog.Started(logger, target.Model, target.DeviceId);
        }

        if (report.Refused is { } refused)
        {
            BenchmarkLog.Refused(logger, refused.Message);
        }
    }
}
