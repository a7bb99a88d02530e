using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Claims;

/// <summary>Output and results that wait to be sent, and how much of them goes into one message.</summary>
/// <remarks>Belongs to <see cref="ClaimLedger"/> and is touched under its lock only.</remarks>
internal sealed class ClaimOutbox(TimeProvider time)
{
    /// <summary>Results in one message.</summary>
    private const int MaxResults = 1_000;

    /// <summary>Bytes of results in one message, except for a single larger result.</summary>
    private const int MaxResultBytes = 1 << 20;

    /// <summary>One job's output is sent at most this often; the first piece of it at once.</summary>
    private static readonly TimeSpan OutputInterval = TimeSpan.FromMilliseconds(20);

    private readonly Queue<HeldClaim> _results = new();
    private readonly List<HeldClaim> _withOutput = [];

    /// <summary>A new session: everything these claims have is due again, sent before or not.</summary>
    public void Refill(IEnumerable<HeldClaim> claims)
    {
        _results.Clear();
        _withOutput.Clear();
        foreach (var claim in claims)
        {
            claim.Deltas?.Rewind();
            (claim.HasOutput, claim.OutputSentAt) = (claim.Deltas is not null, null);
            if (claim.HasOutput)
            {
                _withOutput.Add(claim);
            }

            if (claim.Result is not null)
            {
                _results.Enqueue(claim);
            }
        }
    }

    public void AddResult(HeldClaim claim) => _results.Enqueue(claim);

    /// <summary>A running claim has output. False when it waits already, or when the claim has ended.</summary>
    public bool AddOutput(HeldClaim claim)
    {
        if (claim.HasOutput || claim.Result is not null)
        {
            return false;
        }

        claim.HasOutput = true;
        _withOutput.Add(claim);
        return true;
    }

    public void RemoveOutput(HeldClaim claim) => _withOutput.Remove(claim);

    /// <summary>Takes the output that is due; answers how long the next has to wait, null when none waits.</summary>
    public TimeSpan? TakeOutput(List<WorkerMessage> messages)
    {
        TimeSpan? next = null;
        for (var i = _withOutput.Count - 1; i >= 0; i--)
        {
            var claim = _withOutput[i];
            var wait = claim.OutputSentAt is { } sent ? OutputInterval - time.GetElapsedTime(sent) : TimeSpan.Zero;
            if (claim.Result is null && wait > TimeSpan.Zero)
            {
                next = next is { } sooner && sooner < wait ? sooner : wait;
                continue;
            }

            _withOutput.RemoveAt(i);
            claim.HasOutput = false;
            while (claim.Deltas!.Take(claim.Key) is { } deltas)
            {
                messages.Add(new WorkerMessage { Deltas = deltas });
                claim.OutputSentAt = time.GetTimestamp();
            }
        }

        return next;
    }

    /// <summary>Takes one message's worth of results; what is not wanted any more is dropped.</summary>
    public void TakeResults(List<WorkerMessage> messages, Func<HeldClaim, bool> isWanted)
    {
        if (_results.Count == 0)
        {
            return;
        }

        var results = new JobResults();
        var bytes = 0;
        while (results.Results.Count < MaxResults && bytes < MaxResultBytes && _results.TryDequeue(out var claim))
        {
            if (isWanted(claim))
            {
                results.Results.Add(claim.Result);
                bytes += claim.Result!.Done?.ResultJson.Length ?? 0;
            }
        }

        if (results.Results.Count > 0)
        {
            messages.Add(new WorkerMessage { Results = results });
        }
    }
}
