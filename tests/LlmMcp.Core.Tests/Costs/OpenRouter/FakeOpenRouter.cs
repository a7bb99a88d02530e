using System.Collections.Concurrent;
using System.Text;
using LlmMcp.Core.Costs.OpenRouter;
using LlmMcp.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Tests.Costs.OpenRouter;

/// <summary>OpenRouter as the test writes it, on a real port.</summary>
internal sealed class FakeOpenRouter : IAsyncDisposable
{
    public const string Key = "sk-or-very-secret";

    private readonly WebApplication app;

    private FakeOpenRouter(WebApplication app) => this.app = app;

    /// <summary>Answers by path below the base; others are 404. Change them at any time.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Answers { get; } = new();

    /// <summary>What was asked: path and Authorization.</summary>
    public ConcurrentQueue<(string Path, string Authorization)> Asked { get; } = new();

    public string Url => $"{app.Urls.First()}/api/v1";

    public static async Task<FakeOpenRouter> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeOpenRouter(builder.Build());
        fake.app.Run(fake.AnswerAsync);
        await fake.app.StartAsync();
        return fake;
    }

    public void Answer(string path, string body, int status = 200) => Answers[path] = async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    };

    public void AnswerModels(params string[] models) => Answer("models", $$"""{"data":[{{string.Join(',', models)}}]}""");

    /// <summary>An entry of the catalogue; prices are per token, as OpenRouter writes them.</summary>
    public static string Model(string id, string prompt = "0.000001", string completion = "0.000002", int context = 128_000, string more = "") => $$$"""
        {"id":"{{{id}}}","name":"Name of {{{id}}}","context_length":{{{context}}},"architecture":{"input_modalities":["text"],"output_modalities":["text"]},
         "pricing":{"prompt":"{{{prompt}}}","completion":"{{{completion}}}","request":"0"},"supported_parameters":["temperature"]{{{more}}}}
        """;

    /// <summary>Settings that lead here.</summary>
    public OpenRouterOptions Options(TimeSpan? timeout = null) => new() { BaseUrl = Url, Timeout = timeout ?? TimeSpan.FromSeconds(30) };

    public static OpenRouterClient Client(OpenRouterOptions options, TimeProvider? time = null, string key = Key) => new(
        Microsoft.Extensions.Options.Options.Create(options), Microsoft.Extensions.Options.Options.Create(new CloudOptions { OpenRouterApiKey = key }), time ?? TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Replace("/api/v1/", "", StringComparison.Ordinal);
        Asked.Enqueue((path, context.Request.Headers.Authorization.ToString()));
        if (Answers.TryGetValue(path, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
