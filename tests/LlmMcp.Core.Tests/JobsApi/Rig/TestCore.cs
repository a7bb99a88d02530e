using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Grpc.Net.Client;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Core.Tests.JobsApi.Rig;

/// <summary>A whole Core with its doors on ports of its own. Several on one database behave as one.</summary>
internal sealed class TestCore : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly GrpcChannel channel;
    private bool stopped;

    private TestCore(WebApplication app, ErrorLogGuard log)
    {
        this.app = app;
        Log = log;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
        channel = GrpcChannel.ForAddress(app.Urls.ElementAt(1));
        Grpc = new Contracts.V1.Core.CoreClient(channel);
    }

    public HttpClient Http { get; }

    public Contracts.V1.Core.CoreClient Grpc { get; }

    public ErrorLogGuard Log { get; }

    public static async Task<TestCore> StartAsync(TestDatabase database, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var log = new ErrorLogGuard();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:llmdb"] = database.ConnectionString,
            ["Core:HttpAddress"] = "127.0.0.1:0",
            ["Core:GrpcAddress"] = "127.0.0.1:0",
            ["Core:Version"] = "1.2.3-test",
            ["Fleet:OllamaBaseUrl"] = "",
            ["Discovery:Tailscale"] = "0",
            // A test with a key asks no real provider.
            ["OpenRouter:BaseUrl"] = "http://127.0.0.1:9",
            ["OpenRouter:SyncOnStartup"] = "0",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddCore();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        var built = builder.Build();
        built.MapCore();
        await built.StartAsync();
        return new TestCore(built, log);
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public Task<HttpResponseMessage> PostAsync(string path, string body) =>
        Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Posts and reads a JSON answer, whatever its status.</summary>
    public async Task<JsonElement> PostForJsonAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<JsonElement> GetJsonAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Submits over HTTP and answers the id.</summary>
    public async Task<Guid> SubmitAsync(string body = """{"kind":"echo","payload":{"text":"hello"}}""") =>
        (await PostForJsonAsync("/v1/jobs", body)).GetProperty("job_id").GetGuid();

    /// <summary>Follows a job over HTTP.</summary>
    public async Task<SseStream> FollowAsync(Guid id, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{id}/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await SseStream.OpenAsync(await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    /// <summary>Attaches a worker by a stream.</summary>
    public WorkerLink Attach() => new(Grpc);

    public async Task StopAsync()
    {
        if (!stopped)
        {
            stopped = true;
            await app.StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        Http.Dispose();
        await StopAsync();
        await app.DisposeAsync();
        Log.Dispose();
    }
}
