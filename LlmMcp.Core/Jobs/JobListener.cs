using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Jobs;

/// <summary>
/// The one LISTEN connection of this process. Notifications are hints: whenever the connection was down, everybody is told to
/// look for themselves (<see cref="JobEvents.Resync"/>), so nothing depends on a message that was lost.
/// </summary>
internal sealed class JobListener(Database database, JobEvents events, CoreIdentity identity, TimeProvider time, ILogger<JobListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => pause = TimeSpan.Zero, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                pause = pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                events.PublishConnectionLost();
                JobLog.ListenerLost(logger, exception.Message, pause.TotalMilliseconds);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        connection.Notification += (_, notification) => JobNotification.Dispatch(notification.Payload, identity.Id, events);
        await using (var listen = new NpgsqlCommand(JobSql.Listen, connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        connected();
        events.PublishResync();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
