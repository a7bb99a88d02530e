using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Core.Tests.Knowledge;

public sealed class KnowledgeApiTests
{
    private const string Key = "secret-of-lightrag";
    private static readonly string Long = new('x', 100);

    [Fact]
    public async Task A_document_reaches_LightRAG_headed_and_its_answer_comes_back()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var fake = await FakeBase.StartAsync();
        await using var core = await TestCore.StartAsync(database, null, ("Knowledge:LightRagUrl", fake.Url), ("Knowledge:LightRagApiKey", Key));

        var answer = await core.PostForJsonAsync(
            "/v1/knowledge/ingest",
            JsonSerializer.Serialize(new { text = Long, metadata = new { source_type = "note", domain = "Data-->bases\nX", topic = "queues" } }));

        Assert.Equal("accepted", answer.GetProperty("status").GetString());
        var (path, key, body) = Assert.Single(fake.Asked);
        Assert.Equal(("/documents/text", Key), (path, key));
        Assert.Equal("queues", body.GetProperty("description").GetString());
        Assert.Matches($@"^<!-- Source-Type: note -->\n<!-- Domain: Data--basesX -->\n<!-- Ingested: \d{{4}}-\d\d-\d\d -->\n\n{Long}$", body.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_memory_reaches_mem0_under_its_user()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var fake = await FakeBase.StartAsync();
        await using var core = await TestCore.StartAsync(database, null, ("Knowledge:Mem0Url", fake.Url + "/"));

        await core.PostForJsonAsync("/v1/knowledge/ingest", """{"target": "mem0", "text": "Prefers short answers."}""");

        var (path, key, body) = Assert.Single(fake.Asked);
        Assert.Equal(("/v1/memories/", ""), (path, key));
        Assert.Equal("""{"messages":[{"role":"user","content":"Prefers short answers."}],"user_id":"default"}""", body.GetRawText());
        Assert.Equal("mem0", Assert.Single((await core.GetJsonAsync("/v1/knowledge")).GetProperty("targets").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task What_a_knowledge_base_refuses_is_told_in_its_words()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var fake = await FakeBase.StartAsync(StatusCodes.Status422UnprocessableEntity);
        await using var core = await TestCore.StartAsync(database, null, ("Knowledge:Mem0Url", fake.Url));

        using var answer = await core.PostAsync("/v1/knowledge/ingest", """{"target": "mem0", "text": "Prefers short answers."}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("accepted", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("lightrag", 403, "lightrag_error", "lightrag refuses Core with HTTP 403: set LIGHTRAG_API_KEY to a key that it takes.")]
    [InlineData("mem0", 401, "mem0_error", "mem0 refuses Core with HTTP 401: it wants a key, and Core has none for it.")]
    public async Task A_knowledge_base_that_refuses_Core_is_not_taken_for_Core_that_refuses_its_caller(string target, int status, string code, string message)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var fake = await FakeBase.StartAsync(status);
        await using var core = await TestCore.StartAsync(database, null, ("Knowledge:LightRagUrl", fake.Url), ("Knowledge:Mem0Url", fake.Url));

        using var answer = await core.PostAsync("/v1/knowledge/ingest", JsonSerializer.Serialize(new { target, text = Long }));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal((HttpStatusCode.BadGateway, code, message), (answer.StatusCode, body.GetProperty("error").GetString(), body.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("""{"text": "short"}""", 400, "text_too_short")]
    [InlineData("""{"target": "mem0", "text": "short"}""", 400, "text_too_short")]
    [InlineData("""{"target": "notes", "text": "short"}""", 400, "invalid_target")]
    [InlineData("""{"target": "mem0", "text": "Prefers short answers."}""", 503, "not_configured")]
    [InlineData("", 400, "invalid_json")]
    public async Task What_cannot_be_passed_on_is_refused(string body, int status, string code)
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);

        using var answer = await core.PostAsync("/v1/knowledge/ingest", body);

        Assert.Equal((status, code), ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()));
        Assert.Empty((await core.GetJsonAsync("/v1/knowledge")).GetProperty("targets").EnumerateArray());
    }

    [Fact]
    public async Task A_knowledge_base_that_is_away_is_a_502_that_keeps_the_key()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database, null, ("Knowledge:LightRagUrl", "http://127.0.0.1:9"), ("Knowledge:LightRagApiKey", Key));

        using var answer = await core.PostAsync("/v1/knowledge/ingest", JsonSerializer.Serialize(new { text = Long }));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.BadGateway, "lightrag_error"), (answer.StatusCode, JsonElement.Parse(text).GetProperty("error").GetString()));
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }

    /// <summary>Stands in for LightRAG and mem0.</summary>
    private sealed class FakeBase(WebApplication app) : IAsyncDisposable
    {
        public string Url => app.Urls.First();

        public ConcurrentQueue<(string Path, string Key, JsonElement Body)> Asked { get; } = [];

        public static async Task<FakeBase> StartAsync(int status = StatusCodes.Status200OK)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var fake = new FakeBase(app);
            app.Urls.Add("http://127.0.0.1:0");
            app.Run(async context =>
            {
                fake.Asked.Enqueue((context.Request.Path, context.Request.Headers["X-API-Key"].ToString(), (await context.Request.ReadFromJsonAsync<JsonElement>()).Clone()));
                context.Response.StatusCode = status;
                await context.Response.WriteAsJsonAsync(new { status = "accepted" });
            });
            await app.StartAsync();
            return fake;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
