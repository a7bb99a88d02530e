using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.CoreApi;

/// <summary>
/// Follows one job to its end over as many connections as that takes. Each new connection names the last event seen, and
/// Core goes on behind it, so that no text is lost or told twice.
/// </summary>
internal sealed class JobFollower(CoreClient core, CliHost host)
{
    /// <summary>Ends after the first final status. Fails when the job does not exist, and when Core stays away for longer than the pauses of the host allow.</summary>
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
                var opened = host.Time.GetTimestamp();
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
                pauses = host.Time.GetElapsedTime(opened) >= host.StreamSilenceLimit ? 0 : pauses;
            }

            if (pauses == host.ReconnectPauses.Count)
            {
                throw GaveUp(jobId, broken!);
            }

            yield return new JobEvent.StreamBroke(broken!);
            await Task.Delay(host.ReconnectPauses[pauses++], host.Time, cancellationToken);
        }
    }

    private async Task<(JobStreamReader? Reader, string? Broken)> OpenAsync(
        string jobId, string? lastEventId, CancellationToken cancellationToken)
    {
        try
        {
            return (await JobStreamReader.OpenAsync(core, jobId, lastEventId, host, cancellationToken), null);
        }
        catch (CommandFailedException failure) when (failure.IsPassing)
        {
            return (null, failure.Message.TrimEnd('.'));
        }
    }

    /// <summary>The event behind a frame; null for frames this program does not know.</summary>
    private static JobEvent? Read(SseItem<string> item, string jobId)
    {
        var data = Parse(item.Data);
        switch (item.EventType)
        {
            case "status":
                return new JobEvent.StatusChanged(new Job(data));
            case "delta":
                return new JobEvent.TextArrived(data.Text("response") ?? string.Empty, data.Text("thinking") ?? string.Empty);
            case "reset":
                return new JobEvent.AttemptBegan(data.Whole("attempt") ?? 0);
            case "error" when data.Text("error") is "not_found":
                throw new CommandFailedException("not_found", data.Text("message") ?? $"There is no job {jobId}.", "`llm-mcp jobs list` shows the jobs that exist.");
            default:
                return null;
        }
    }

    private CommandFailedException GaveUp(string jobId, string reason) => new(
        CoreFailures.UnreachableCode,
        $"Lost Core at {core.Address.Display} and could not come back: {reason}.",
        $"The job goes on without us. `llm-mcp jobs watch {jobId}` follows it again.",
        ExitCodes.CoreUnreachable);

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
