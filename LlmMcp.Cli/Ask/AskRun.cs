using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Jobs;

namespace LlmMcp.Cli.Ask;

/// <summary>One question from submit to answer. Whoever interrupts it, the job is canceled: nobody waits for its answer any more.</summary>
internal sealed class AskRun(AskRequest request, CliHost host, CoreClient core, IAnswerView view)
{
    private static readonly TimeSpan GraceForJobId = TimeSpan.FromSeconds(2);
    private long started;
    private TimeSpan? firstToken;
    private bool explained;

    /// <summary>The job that was canceled because nobody waits for it any more; null when none was, as when it had just ended.</summary>
    public string? CanceledJob { get; private set; }

    /// <summary>The finished job and its facts. The view has been told if the job is <c>done</c>.</summary>
    public async Task<(Job Job, AskFacts Facts)> RunAsync(CancellationToken interrupted)
    {
        started = host.Time.GetTimestamp();
        using var timeout = new CancellationTokenSource(
            request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupted, timeout.Token);
        // Not canceled with us: Core may have stored the job already, and only the answer tells which one to cancel.
        var submitted = core.PostAsync(CorePaths.Request, request.ToBody(), CancellationToken.None);
        try
        {
            var accepted = await submitted.WaitAsync(either.Token);
            var job = await FollowAsync(JobId(accepted), either.Token);
            return (job, AskFacts.Of(job, firstToken, Elapsed));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            CanceledJob = await CancelAsync(submitted);
            if (interrupted.IsCancellationRequested)
            {
                throw;
            }

            throw new CommandFailedException(
                "timeout", $"No answer within {request.TimeoutSeconds} s{(CanceledJob is { } id ? $"; the job {id} was canceled" : string.Empty)}.", "A larger --timeout gives it longer.", ExitCodes.JobNotDone);
        }
    }

    private TimeSpan Elapsed => host.Time.GetElapsedTime(started);

    private async Task<Job> FollowAsync(string jobId, CancellationToken cancellationToken)
    {
        if (!request.Stream)
        {
            return await new JobWaiter(core, host).WaitAsync(jobId, cancellationToken);
        }

        Job? last = null;
        var patience = Task.Delay(host.QueuePatience, host.Time, cancellationToken);
        await using var events = new JobFollower(core, host).FollowAsync(jobId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = events.MoveNextAsync().AsTask();
            if (last?.Status == JobStatus.Queued && !explained && await Task.WhenAny(next, patience) == patience && patience.IsCompletedSuccessfully)
            {
                explained = true;
                view.Waits(await WaitReason.OfAsync(core, jobId, cancellationToken));
            }

            if (!await next)
            {
                return last!;
            }

            last = (events.Current as JobEvent.StatusChanged)?.Job ?? last;
            Tell(events.Current);
        }
    }

    private void Tell(JobEvent happened)
    {
        switch (happened)
        {
            case JobEvent.StatusChanged changed:
                view.StatusChanged(changed.Job);
                break;
            case JobEvent.TextArrived text:
                firstToken ??= Elapsed;
                view.TextArrived(text.Response, text.Thinking);
                break;
            case JobEvent.AttemptBegan began:
                firstToken = null;
                view.AttemptBegan(began.Attempt);
                break;
            case JobEvent.StreamBroke broke:
                view.StreamBroke(broke.Why);
                break;
        }
    }

    private async Task<string?> CancelAsync(Task<JsonElement> submitted)
    {
        try
        {
            var id = JobId(await submitted.WaitAsync(GraceForJobId, host.Time));
            return await JobCancellation.TryAsync(core, id) ? id : null;
        }
        catch (Exception failure) when (failure is TimeoutException or CommandFailedException)
        {
            // Nothing was accepted, or Core is gone: there is no job that we could cancel.
            return null;
        }
    }

    private static string JobId(JsonElement accepted) => accepted.Text("job_id") ?? throw CoreFailureTexts.NoJobId();
}
