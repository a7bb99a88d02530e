using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Benchmarks;

/// <summary>Runs <see cref="BenchmarkSweep"/> in its interval and says what it started.</summary>
internal sealed class BenchmarkLoop(BenchmarkSweep sweep, IOptions<BenchmarkOptions> options, TimeProvider time, ILogger<BenchmarkLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // First the pause: at the start the fleet is not known yet.
            await Task.Delay(options.Value.Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                Tell(await sweep.RunOnceAsync(stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outermost ring: whatever it was, e.g. the database away, the next round tries again.
                BenchmarkLog.SweepFailed(logger, exception.Message);
            }
        }
    }

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
