using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Tests.Rig;
using LlmMcp.Testing;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Tests.Channels;

public sealed class TelegramChannelTests
{
    private const string Token = "123:the-secret-token";

    [Fact]
    public async Task Telegram_mcp_is_asked_as_the_deployed_system_asks_it()
    {
        await using var mcp = await FakeMcp.StartAsync();
        using var channel = Channel(mcp.Web.Url, botId: "7");

        var sent = await channel.DeliverAsync("<pre>one</pre>", null, false, default);
        var edited = await channel.DeliverAsync("<pre>two</pre>", "mcp:1", false, default);

        Assert.Equal((new Delivery.Sent("mcp:1"), new Delivery.Sent("mcp:1")), (sent, edited));
        Assert.Equal(["/v1/messages/send", "/v1/messages/1/edit"], mcp.Web.Seen.Select(static request => request.Path));
        Assert.Equal("""{"chat_id":-100,"text":"\u003Cpre\u003Eone\u003C/pre\u003E","parse_mode":"HTML","disable_web_page_preview":true,"bot_id":7}""", mcp.Web.Seen[0].Body);
        Assert.Equal("""{"text":"\u003Cpre\u003Etwo\u003C/pre\u003E","parse_mode":"HTML","bot_id":7}""", mcp.Web.Seen[1].Body);
    }

    [Fact]
    public async Task An_id_at_the_top_will_do()
    {
        await using var mcp = await FakeWeb.StartAsync(static _ => new FakeAnswer(200, """{"id":"m-9"}"""));
        using var channel = Channel(mcp.Url);

        Assert.Equal(new Delivery.Sent("mcp:m-9"), await channel.DeliverAsync("x", null, false, default));
    }

    [Fact]
    public async Task The_direct_route_is_form_encoded()
    {
        await using var bot = await FakeWeb.StartAsync(static _ => new FakeAnswer(200, """{"ok":true,"result":{"message_id":42}}"""));
        using var channel = Channel(bot: bot.Url);

        Assert.Equal(new Delivery.Sent("bot:42"), await channel.DeliverAsync("<pre>a & b</pre>", null, false, default));
        Assert.Equal($"/bot{Token}/sendMessage", bot.Seen[0].Path);
        Assert.Equal("chat_id=-100&text=%3Cpre%3Ea+%26+b%3C%2Fpre%3E&parse_mode=HTML&disable_web_page_preview=true&disable_notification=false", bot.Seen[0].Body);
    }

    [Theory]
    [InlineData(500, """{"detail":"down"}""")]
    [InlineData(503, "oops")]
    [InlineData(200, "{}")]
    public async Task When_telegram_mcp_fails_the_direct_route_takes_over(int status, string body)
    {
        await using var mcp = await FakeWeb.StartAsync(_ => new FakeAnswer(status, body));
        await using var bot = await FakeWeb.StartAsync(static _ => new FakeAnswer(200, """{"ok":true,"result":{"message_id":42}}"""));
        using var channel = Channel(mcp.Url, bot.Url);

        Assert.Equal(new Delivery.Sent("bot:42"), await channel.DeliverAsync("x", null, false, default));
        // Where it may have arrived, the second one makes no noise.
        Assert.Contains(status == 200 ? "disable_notification=true" : "disable_notification=false", bot.Seen[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_fallback_telegram_mcp_is_waited_for()
    {
        await using var mcp = await FakeWeb.StartAsync(static _ => new FakeAnswer(500, """{"detail":"down"}"""));
        await using var bot = await FakeWeb.StartAsync();
        using var channel = Channel(mcp.Url, bot.Url, fallback: "0");

        Assert.Equal(new Delivery.Failed("telegram-mcp answers 500: down"), await channel.DeliverAsync("x", null, false, default));
        Assert.Empty(bot.Seen);
    }

    [Fact]
    public async Task Where_no_address_was_set_the_older_one_is_tried_after_the_newer_one()
    {
        await using var old = await FakeMcp.StartAsync();
        using var channel = Channel("");
        channel.Mcp!.UseDefaults($"http://127.0.0.1:{ClosedPort()}", old.Web.Url);

        Assert.Equal(new Delivery.Sent("mcp:1"), await channel.DeliverAsync("x", null, false, default));
        Assert.Equal(new Delivery.Sent("mcp:2"), await channel.DeliverAsync("y", null, false, default));
        Assert.Equal(["x", "y"], old.Texts);
    }

    [Fact]
    public async Task An_address_that_was_set_is_the_only_one()
    {
        using var channel = Channel($"http://127.0.0.1:{ClosedPort()}");

        Assert.Equal(new Delivery.Failed("telegram-mcp: no connection"), await channel.DeliverAsync("x", null, false, default));
    }

    [Theory]
    [InlineData("mcp", 429, """{"detail":"slow down","parameters":{"retry_after":7}}""", null, 7)]
    [InlineData("mcp", 429, """{"detail":"slow down"}""", 11, 11)]
    [InlineData("mcp", 429, "nothing", null, 30)]
    [InlineData("bot", 429, """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 9","parameters":{"retry_after":9}}""", null, 9)]
    public async Task A_limit_is_honoured_and_not_gone_round(string route, int status, string body, int? header, int seconds)
    {
        await using var web = await FakeWeb.StartAsync(_ => new FakeAnswer(status, body, header));
        await using var bot = await FakeWeb.StartAsync();
        using var channel = route == "mcp" ? Channel(web.Url, bot.Url) : Channel(bot: web.Url);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<Delivery.Failed>(await channel.DeliverAsync("x", null, false, default)).RetryAfter);
        Assert.Empty(bot.Seen);
    }

    [Theory]
    [InlineData("bot:5", "Bad Request: message is not modified: specified new message content and reply markup are exactly the same")]
    [InlineData("mcp:5", "Bad Request: message is not modified")]
    public async Task A_message_that_says_so_already_is_a_success(string id, string description)
    {
        await using var web = await FakeWeb.StartAsync(_ => new FakeAnswer(400, $$"""{"ok":false,"description":"{{description}}","detail":"{{description}}"}"""));
        using var channel = id.StartsWith('m') ? Channel(web.Url) : Channel(bot: web.Url);

        Assert.Equal(new Delivery.Sent(id), await channel.DeliverAsync("x", id, false, default));
    }

    [Fact]
    public async Task A_message_that_was_deleted_is_sent_anew_without_a_noise()
    {
        await using var web = await FakeWeb.StartAsync(static request => request.Path.EndsWith("editMessageText", StringComparison.Ordinal)
            ? new FakeAnswer(400, """{"ok":false,"error_code":400,"description":"Bad Request: message to edit not found"}""")
            : new FakeAnswer(200, """{"ok":true,"result":{"message_id":43}}"""));
        using var channel = Channel(bot: web.Url);

        Assert.Equal(new Delivery.Sent("bot:43"), await channel.DeliverAsync("x", "bot:42", false, default));
        Assert.Contains("disable_notification=true", web.Seen[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_telegram_mcp_lost_is_sent_anew()
    {
        await using var mcp = await FakeMcp.StartAsync();
        using var channel = Channel(mcp.Web.Url);

        Assert.Equal(new Delivery.Sent("mcp:1"), await channel.DeliverAsync("x", "mcp:99", false, default));
    }

    [Fact]
    public async Task An_edit_whose_way_is_closed_takes_the_other_one()
    {
        await using var bot = await FakeWeb.StartAsync(static _ => new FakeAnswer(200, """{"ok":true,"result":{"message_id":42}}"""));
        using var channel = Channel($"http://127.0.0.1:{ClosedPort()}", bot.Url);

        Assert.Equal(new Delivery.Sent("bot:42"), await channel.DeliverAsync("x", "mcp:1", false, default));
        Assert.Contains("disable_notification=true", bot.Seen[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "Bad Request: can't parse entities", "Refused", null)]
    [InlineData(400, "Bad Request: chat not found", "Failed", 300)]
    [InlineData(401, "Unauthorized", "Failed", 300)]
    [InlineData(403, "Forbidden: bot was blocked by the user", "Failed", 300)]
    [InlineData(502, "Bad Gateway", "Failed", null)]
    public async Task What_an_operator_can_mend_is_waited_for_and_what_nobody_can_is_dropped(int status, string description, string kind, int? seconds)
    {
        await using var web = await FakeWeb.StartAsync(_ => new FakeAnswer(status, $$"""{"ok":false,"description":"{{description}}"}"""));
        using var channel = Channel(bot: web.Url);

        var delivery = await channel.DeliverAsync("x", null, false, default);

        Assert.Equal((kind, seconds), (delivery.GetType().Name, (int?)(delivery as Delivery.Failed)?.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task A_broken_connection_leaves_it_open_and_no_connection_does_not()
    {
        await using var web = await FakeWeb.StartAsync(static _ => null);
        using var broken = Channel(bot: web.Url);
        using var none = Channel(bot: $"http://127.0.0.1:{ClosedPort()}");

        Assert.Equal(new Delivery.Failed("Telegram: the connection broke", Unsure: true), await broken.DeliverAsync("x", null, false, default));
        Assert.Equal(new Delivery.Failed("Telegram: no connection"), await none.DeliverAsync("x", null, false, default));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    [InlineData(404)]
    public async Task No_answer_names_the_token(int status)
    {
        await using var web = await FakeWeb.StartAsync(_ => new FakeAnswer(status, """{"description":"no"}"""));
        using var channel = Channel(bot: web.Url);

        Assert.DoesNotContain("secret", (await channel.DeliverAsync("x", null, false, default)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_trace_names_the_token()
    {
        var urls = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal),
            Sample = static (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => urls.Enqueue(string.Join(' ', activity.TagObjects)),
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var web = await FakeWeb.StartAsync(static _ => new FakeAnswer(200, """{"ok":true,"result":{"message_id":1}}"""));
        using var channel = Channel(bot: web.Url);

        Assert.IsType<Delivery.Sent>(await channel.DeliverAsync("x", null, false, default));
        Assert.DoesNotContain(urls, static url => url.Contains("secret", StringComparison.Ordinal));
    }

    private static int ClosedPort() => FreePort.Next();

    private static TelegramChannel Channel(string? mcp = null, string? bot = null, string botId = "", string fallback = "1") => new(Options.Create(new TelemetryOptions
    {
        ChatId = "-100",
        UseMcp = mcp is null ? "0" : "1",
        McpBaseUrl = mcp ?? "",
        McpBotId = botId,
        McpFallbackDirect = fallback,
        BotToken = bot is null ? "" : Token,
        BotApiUrl = bot ?? "http://127.0.0.1:9",
    }));
}
