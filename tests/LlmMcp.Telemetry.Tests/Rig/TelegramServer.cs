using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Telemetry.Channels;
using LlmMcp.Testing;

namespace LlmMcp.Telemetry.Tests.Rig;

/// <summary>
/// The emulated Telegram of npm's telegram-test-api, behind a door that can be shut, slow down, or lose answers; what the
/// emulation does not do by itself.
/// </summary>
internal sealed class TelegramServer : IAsyncDisposable
{
    public const string Token = "123:the-secret-token";
    public const string Chat = "4711";
    private static readonly string Folder = RepositoryFolder.Below("tests/LlmMcp.Telemetry.Tests/Telegram");

    private readonly NodeProcess node;
    private readonly HttpClient http;

    private TelegramServer(NodeProcess node, string url, FakeWeb door)
    {
        this.node = node;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) };
        Door = door;
        door.Answer = PassAsync;
    }

    public FakeWeb Door { get; }

    /// <summary>Answered instead of letting a call in; null lets it.</summary>
    public Func<SeenRequest, FakeAnswer?>? Barrier { get; set; }

    /// <summary>Breaks the connection after the call was done.</summary>
    public bool LosesAnswers { get; set; }

    public static async Task<TelegramServer> StartAsync()
    {
        await NpmPackages.EnsureAsync(Folder);
        var port = FreePort.Next();
        var process = NodeProcess.Start(Path.Combine(Folder, "server.mjs"), new NodeOptions { Arguments = [$"{port}"] });
        Assert.Equal("ready", await process.ReadLineAsync());
        return new TelegramServer(process, $"http://127.0.0.1:{port}", await FakeWeb.StartAsync());
    }

    public void Configure(TelemetryOptions options) => (options.BotToken, options.ChatId, options.BotApiUrl) = (Token, Chat, Door.Url);

    /// <summary>The texts in the chat as they read now, the oldest first; without the block they stand in and the header's time.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync()
    {
        using var response = await http.PostAsJsonAsync("/getUpdatesHistory", new { token = Token });
        var history = await response.Content.ReadFromJsonAsync<JsonElement>();
        return [.. history.GetProperty("result").EnumerateArray()
            .Where(static entry => entry.Below("message", "chat_id").AsText() == Chat)
            .OrderBy(static entry => entry.GetProperty("messageId").GetInt64())
            .Select(static entry => entry.Below("message", "text").AsText()!)];
    }

    /// <summary>Lines without headers.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync() =>
        [.. (await TextsAsync()).Select(static text => string.Join(" | ", text["<pre>".Length..^"</pre>".Length].Split('\n').Skip(1)))];

    /// <summary>Somebody writes to the bot.</summary>
    public async Task WriteAsync(string text, string chat = Chat)
    {
        using var response = await http.PostAsJsonAsync("/sendMessage", new
        {
            botToken = Token, from = new { id = 1, first_name = "U" }, chat = new { id = long.Parse(chat), type = "private" },
            date = FakeTimeProvider.DefaultStart.ToUnixTimeSeconds(), text,
        });
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Door.DisposeAsync();
        await node.DisposeAsync();
    }

    private async Task<FakeAnswer?> PassAsync(SeenRequest request)
    {
        if (Barrier?.Invoke(request) is { } barred)
        {
            return barred;
        }

        using var content = new StringContent(request.Body, System.Text.Encoding.UTF8, request.Headers.GetValueOrDefault("Content-Type", "application/json").Split(';')[0]);
        using var response = await http.PostAsync(request.Path, content);
        var answer = new FakeAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        return LosesAnswers ? null : answer;
    }
}
