using Microsoft.AspNetCore.Http;

namespace LlmMcp.Cli.Tests.Fakes;

/// <summary>Writes one connection of a job's event stream, each frame flushed at once.</summary>
internal sealed class EventStream(HttpContext context)
{
    /// <summary>What the client says it has seen already; null on its first connection.</summary>
    public string? ResumedAfter => context.Request.Headers["Last-Event-ID"].FirstOrDefault();

    public Task StatusAsync(string job, string? id = null) => FrameAsync("status", job, id);

    public Task ResponseAsync(string text, string? id = null) => FrameAsync("delta", $$"""{"response":"{{text}}"}""", id);

    public Task ThinkingAsync(string text, string? id = null) => FrameAsync("delta", $$"""{"thinking":"{{text}}"}""", id);

    public Task ResetAsync(int attempt, string? id = null) => FrameAsync("reset", $$"""{"claim_no":{{attempt}},"attempt":{{attempt}}}""", id);

    /// <summary>Cuts the connection in the middle, as a crashed Core or a pulled cable does.</summary>
    public void Break() => context.Abort();

    /// <summary>Says nothing more until the client leaves.</summary>
    public async Task HoldAsync()
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public async Task FrameAsync(string name, string data, string? id = null)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync($"event: {name}\n{(id is null ? "" : $"id: {id}\n")}data: {data}\n\n: keep-alive\n\n");
        await context.Response.Body.FlushAsync();
    }
}
