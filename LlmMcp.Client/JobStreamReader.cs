using System.Net.ServerSentEvents;

namespace LlmMcp.Client;

/// <summary>One open event stream. Its end, a broken connection and too long a silence all look the same to the caller: no next event.</summary>
internal sealed class JobStreamReader : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly IAsyncEnumerator<SseItem<string>> events;

    private JobStreamReader(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events)
    {
        this.response = response;
        this.events = events;
    }

    /// <summary>Why there was no next event.</summary>
    public string EndReason { get; private set; } = "the stream ended";

    public static async Task<JobStreamReader> OpenAsync(
        CoreHttp core, string jobId, string? lastEventId, FollowSettings settings, CancellationToken cancellationToken)
    {
        var opened = await core.OpenStreamAsync(CorePaths.Stream(jobId), lastEventId, cancellationToken);
        var body = await opened.Content.ReadAsStreamAsync(cancellationToken);
        var guarded = new SilenceGuard(body, settings.SilenceLimit, settings.Time);
        return new JobStreamReader(opened, SseParser.Create(guarded).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken));
    }

    public async Task<SseItem<string>?> NextAsync()
    {
        try
        {
            return await events.MoveNextAsync() ? events.Current : null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or TimeoutException)
        {
            EndReason = exception.Message.TrimEnd('.');
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        response.Dispose();
    }
}
