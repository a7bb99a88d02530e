using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.SystemTests.Fleet;

/// <summary>One answer of the cloud.</summary>
/// <param name="Job">Number of the job as its text says it.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="At">When it was asked.</param>
internal sealed record CloudCall(int Job, string Model, DateTimeOffset At);

/// <summary>
/// Stands in for OpenRouter: chat completions streamed and whole, the list of models with prices, the balance. Notes which jobs
/// it answered, as they are the ones somebody would pay for.
/// </summary>
internal sealed class FakeCloud : IAsyncDisposable
{
    /// <summary>The only key it takes.</summary>
    public const string Key = "fake-cloud-key";

    private const string Answer = "Said by the cloud that this test pretends to have, at no cost to anybody.";
    private static readonly TimeSpan Thought = TimeSpan.FromMilliseconds(30);

    private readonly WebApplication application;
    private readonly ConcurrentQueue<CloudCall> calls = new();

    private FakeCloud(WebApplication application) => this.application = application;

    /// <summary>What goes into <c>OPENROUTER_BASE_URL</c>.</summary>
    public Uri BaseUrl => new($"{application.Urls.Single()}/v1");

    /// <summary>Every chat completion so far.</summary>
    public IReadOnlyList<CloudCall> Calls => [.. calls];

    public static async Task<FakeCloud> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var cloud = new FakeCloud(builder.Build());
        cloud.application.MapPost("/v1/chat/completions", cloud.ChatAsync);
        cloud.application.MapGet("/v1/models", static () => Results.Json(new { data = Models }));
        cloud.application.MapGet("/v1/credits", static () => Results.Json(new { data = new { total_credits = 100.0, total_usage = 1.5 } }));
        await cloud.application.StartAsync();
        return cloud;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static object[] Models =>
    [
        Model("openai/gpt-4o-mini", 128_000, "0.00000015", "0.0000006"),
        Model("google/gemini-2.5-flash", 1_000_000, "0.00000015", "0.0000006"),
        Model("x-ai/grok-4.1-fast", 131_000, "0.000005", "0.000025"),
        Model("anthropic/claude-sonnet-4-5", 200_000, "0.000003", "0.000015"),
    ];

    private static object Model(string id, int context, string prompt, string completion) =>
        new { id, name = id, context_length = context, pricing = new { prompt, completion } };

    private async Task ChatAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var model = body["model"]!.GetValue<string>();
        var said = body["messages"]!.AsArray()[^1]!["content"]!.ToJsonString();
        calls.Enqueue(new CloudCall(JobTag.Find(said), model, TimeProvider.System.GetUtcNow()));
        await Task.Delay(Thought, TimeProvider.System, context.RequestAborted);
        if (body["stream"]?.GetValue<bool>() == true)
        {
            await StreamAsync(context, model, said.Length / 4);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(Completion(model, "chat.completion", new { index = 0, message = new { role = "assistant", content = Answer }, finish_reason = "stop" }, Usage(said.Length / 4)));
        }
    }

    private static async Task StreamAsync(HttpContext context, string model, int tokens)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var word in Answer.Split(' '))
        {
            await SayAsync(Completion(model, "chat.completion.chunk", new { index = 0, delta = new { role = "assistant", content = word + " " }, finish_reason = (string?)null }, null));
        }

        await SayAsync(Completion(model, "chat.completion.chunk", new { index = 0, delta = new { content = "" }, finish_reason = "stop" }, Usage(tokens)));
        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);

        Task SayAsync(object chunk) => context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n", context.RequestAborted);
    }

    private static object Completion(string model, string kind, object choice, object? usage) =>
        new { id = "gen-1", @object = kind, created = 1, model, choices = new[] { choice }, usage };

    private static object Usage(int tokens) => new { prompt_tokens = tokens, completion_tokens = 16, total_tokens = tokens + 16 };
}
