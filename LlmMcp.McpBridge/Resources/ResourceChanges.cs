using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Resources;

/// <summary>Notices that a resource changes. Outlives absences of Core.</summary>
internal sealed class ResourceChanges(CoreHttp core, JobTrail trail, TimeProvider time)
{
    /// <summary>How often what has no event stream is looked at.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(30);

    // What differs at each look though nothing happened.
    private static readonly string[] Restless = ["updated_at", "age_seconds", "oldest_seconds", "last_seen", "latency_ms", "throughput", "tokens_per_second"];

    /// <summary>One element for each change, until cancelled or until nothing can change any more. Never throws.</summary>
    public IAsyncEnumerable<bool> OfAsync(string uri, CancellationToken cancellationToken) =>
        uri.StartsWith(ResourceLinks.JobPrefix, StringComparison.Ordinal)
            ? OfJobAsync(JobOf(uri), uri.EndsWith(ResourceLinks.ResultSuffix, StringComparison.Ordinal), cancellationToken)
            : OfAnswerAsync(PathOf(uri), cancellationToken);

    private static string JobOf(string uri) => uri[ResourceLinks.JobPrefix.Length..].Split('/')[0];

    private static string PathOf(string uri) => uri switch
    {
        ResourceLinks.DashboardUri => CorePaths.Dashboard,
        ResourceLinks.ModelsUri => CorePaths.Models,
        _ => CorePaths.With(CorePaths.CostSummary, ("period", uri[ResourceLinks.CostsPrefix.Length..])),
    };

    private async IAsyncEnumerable<bool> OfJobAsync(string id, bool resultOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var begun = false;
        while (true)
        {
            await using var events = trail.FollowAsync(id, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(events, cancellationToken) is { } step)
            {
                if (step.Over)
                {
                    yield break;
                }

                // The first status is how the job stands, which the subscriber reads for itself.
                var isNews = begun && step.Happened is JobEvent.StatusChanged or JobEvent.Moved;
                begun |= step.Happened is JobEvent.StatusChanged;
                if (isNews && (!resultOnly || step.Happened is JobEvent.StatusChanged { Job.IsFinal: true }))
                {
                    yield return true;
                }
            }

            if (!await PauseAsync(WhileAway, cancellationToken))
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<bool> OfAnswerAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? known = null;
        do
        {
            var now = await LookAsync(path, cancellationToken);
            if (now is not null && known is not null && now != known)
            {
                yield return true;
            }

            known = now ?? known;
        }
        while (await PauseAsync(Interval, cancellationToken));
    }

    /// <summary>The answer without what is always different; null while Core is away.</summary>
    private async Task<string?> LookAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var json = JsonNode.Parse((await core.GetAsync(path, cancellationToken)).GetRawText())!;
            Calm(json);
            return json.ToJsonString();
        }
        catch (Exception exception) when (exception is CoreCallException or OperationCanceledException)
        {
            return null;
        }
    }

    private static void Calm(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                Array.ForEach(Restless, name => json.Remove(name));
                foreach (var (_, value) in json)
                {
                    Calm(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Calm(item);
                }

                break;
        }
    }

    /// <summary>The next event; <c>Over</c> when there will be none for good; null when the way to Core is lost for now.</summary>
    private static async Task<Step?> NextAsync(IAsyncEnumerator<JobEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync() ? new Step(events.Current, false) : new Step(null, true);
        }
        catch (CoreCallException call)
        {
            return call.Failure.IsPassing ? null : new Step(null, true);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Step(null, true);
        }
    }

    private async Task<bool> PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Step(JobEvent? Happened, bool Over);
}
