using Microsoft.Extensions.Hosting;

namespace LlmMcp.ServiceDefaults.Rounds;

/// <summary>
/// Does one thing again and again until the host stops. The outermost ring: a round that fails is told and the next one tries
/// again, because a loop that ended would stay ended until somebody restarts the process.
/// </summary>
public abstract class RoundLoop(TimeProvider time) : BackgroundService
{
    /// <summary>The clock of the pauses.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>From the end of a round, failed or not, to the next; <see cref="Timeout.InfiniteTimeSpan"/> means no further round.</summary>
    protected abstract TimeSpan Pause { get; }

    /// <summary>Before the first round. The default is none.</summary>
    protected virtual TimeSpan FirstPause => TimeSpan.Zero;

    /// <summary>One round.</summary>
    protected abstract Task RoundAsync(CancellationToken cancellationToken);

    /// <summary>Tells of a round that failed. Never called for the stop of the host.</summary>
    protected abstract void Failed(Exception exception);

    /// <summary>What is to be done after the last round, while the host stops. The default is nothing.</summary>
    protected virtual Task LeaveAsync() => Task.CompletedTask;

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WaitAsync(FirstPause, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                Failed(exception);
            }

            await WaitAsync(Pause, stoppingToken);
        }

        await LeaveAsync();
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken) =>
        await Task.Delay(pause, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
