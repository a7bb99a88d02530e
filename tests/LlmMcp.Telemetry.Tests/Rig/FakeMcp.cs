using System.Text.Json;
using LlmMcp.Telemetry.Channels;

namespace LlmMcp.Telemetry.Tests.Rig;

/// <summary>A telegram-mcp as the deployed system knows it: messages by id, texts as they were last edited.</summary>
internal sealed class FakeMcp : IAsyncDisposable
{
    private readonly Lock guard = new();
    private readonly List<string> texts = [];

    private FakeMcp(FakeWeb web) => Web = web;

    public FakeWeb Web { get; }

    /// <summary>Answered instead of doing anything; null to work.</summary>
    public FakeAnswer? Broken { get; set; }

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (guard)
            {
                return [.. texts];
            }
        }
    }

    public static async Task<FakeMcp> StartAsync()
    {
        var mcp = new FakeMcp(await FakeWeb.StartAsync());
        mcp.Web.Answer = request => Task.FromResult(mcp.Broken ?? mcp.Handle(request));
        return mcp;
    }

    public ValueTask DisposeAsync() => Web.DisposeAsync();

    private FakeAnswer? Handle(SeenRequest request)
    {
        var text = JsonSerializer.Deserialize<JsonElement>(request.Body).Below("text").AsText()!;
        lock (guard)
        {
            if (request.Path == "/v1/messages/send")
            {
                texts.Add(text);
                return new FakeAnswer(200, $$"""{"message": {"telegram_message_id": {{texts.Count + 1000}}, "id": {{texts.Count}} } }""");
            }

            var id = int.Parse(request.Path.Split('/')[3]);
            if (id > texts.Count)
            {
                return new FakeAnswer(404, """{"detail":"Message not found"}""");
            }

            texts[id - 1] = text;
            return new FakeAnswer(200, $$"""{"message": {"id": {{id}} } }""");
        }
    }
}
