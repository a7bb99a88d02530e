using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Cli.Tests.Fakes;

/// <summary>The answers most tests share.</summary>
internal static class FakeCoreRoutes
{
    public static WebApplication AcceptsRequests(this WebApplication app)
    {
        app.MapPost("/v1/llm/request", () => Results.Text($$"""{"job_id":"{{FakeJob.Id}}","provider":"ollama","kind":"ollama.generate"}""", "application/json", statusCode: 202));
        return app;
    }

    public static WebApplication CancelsJobs(this WebApplication app)
    {
        app.MapDelete("/v1/jobs/{id}", (string id) => Results.Text($$"""{"job_id":"{{id}}","status":"canceled"}""", "application/json"));
        return app;
    }

    public static WebApplication Streams(this WebApplication app, Func<EventStream, Task> play)
    {
        app.MapGet("/v1/jobs/{id}/stream", (HttpContext context) => play(new EventStream(context)));
        return app;
    }

    public static WebApplication Answers(this WebApplication app, string method, string path, string json, int status = 200)
    {
        app.MapMethods(path, [method], () => Results.Text(json, "application/json", statusCode: status));
        return app;
    }
}
