using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LlmMcp.Client;

/// <summary>
/// Follows one job to its end over as many connections as that takes. Each new connection names the last event seen, and
/// Core goes on behind it, so that no text is lost or told twice.
/// </summary>
public sealed class JobTrail(CoreHttp core, FollowSettings settings)
{
    /// <summary>Ends after the first final status.</summary>
    /// <exception cref="CoreCallException">
    /// The job does not exist (<c>not_found</c>), or Core stays away for longer than the pauses of the settings allow
    /// (<see cref="CoreFailure.UnreachableCode"/>).
    /// </exception>
    public async IAsyncEnumerable<JobEvent> FollowAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? lastEventId = null;
        Job? known = null;
        var pauses = 0;
        while (true)
        {
            var (reader, broken) = await OpenAsync(jobId, lastEventId, cancellationToken);
            if (reader is not null)
            {
                await using var disposed = reader;
                var opened = settings.Time.GetTimestamp();
                while (await reader.NextAsync() is { } item)
                {
                    // The place is taken only from events that were handled: it is the promise not to need them again.
                    lastEventId = item.EventId is { Length: > 0 } id ? id : lastEventId;
                    if (Read(item, jobId) is not { } happened)
                    {
                        continue;
                    }

                    if (happened is JobEvent.StatusChanged { Job: var job })
                    {
                        // Every connection begins with the current row, which is often the one already told.
                        if (known is not null && known.Situation == job.Situation)
                        {
                            continue;
                        }

                        known = job;
                    }

                    pauses = 0;
                    yield return happened;
                    if (known is { IsFinal: true })
                    {
                        yield break;
                    }
                }

                broken = reader.EndReason;
                // A connection that held for long was a good one, also when nothing happened to the job meanwhile.
                pauses = settings.Time.GetElapsedTime(opened) >= settings.SilenceLimit ? 0 : pauses;
            }

            if (pauses == settings.ReconnectPauses.Count)
            {
                throw CoreFailures.Unreachable(broken!);
            }

            yield return new JobEvent.StreamBroke(broken!);
            await Task.Delay(settings.ReconnectPauses[pauses++], settings.Time, cancellationToken);
        }
    }

    private async Task<(JobStreamReader? Reader, string? Broken)> OpenAsync(string jobId, string? lastEventId, CancellationToken cancellationToken)
    {
        try
        {
            return (await JobStreamReader.OpenAsync(core, jobId, lastEventId, settings, cancellationToken), null);
        }
        catch (CoreCallException call) when (call.Failure.IsPassing)
        {
            return (null, call.Failure.Message.TrimEnd('.'));
        }
    }

    /// <summary>The event behind a frame; null for frames this program does not know.</summary>
    private static JobEvent? Read(SseItem<string> item, string jobId)
    {
        var data = Parse(item.Data);
        return item.EventType switch
        {
            "status" => new JobEvent.StatusChanged(new Job(data)),
            "queue" => new JobEvent.Moved(data.Whole("queue_position"), data.Number("eta_seconds")),
            "delta" => new JobEvent.TextArrived(data.Text("response") ?? string.Empty, data.Text("thinking") ?? string.Empty),
            "reset" => new JobEvent.AttemptBegan(data.Whole("attempt") ?? 0),
            "error" when data.Text("error") is "not_found" => throw new CoreCallException(
                new CoreFailure(CoreFailureKind.Refused, "not_found", data.Text("message") ?? $"There is no job {jobId}.") { Status = 404 }),
            _ => null,
        };
    }

    private static JsonElement Parse(string data)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(data);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
