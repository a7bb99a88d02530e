using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Tests.Rig;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Tests.Channels;

public sealed class WebhookTests
{
    private static readonly Telling Telling = Alert();

    [Fact]
    public async Task An_event_is_signed_json()
    {
        await using var web = await FakeWeb.StartAsync();
        using var channel = new WebhookChannel(Options.Create(new TelemetryOptions { WebhookUrl = web.Url + "/hook", WebhookSecret = "hush" }));
        var draft = channel.Draft(Telling, Guid.NewGuid)!;

        Assert.Equal(new Delivery.Sent(null), await channel.DeliverAsync(draft.Text, null, false, default));

        var seen = web.Seen.Single();
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("hush"), Encoding.UTF8.GetBytes(seen.Body))), seen.Headers["X-Signature-256"]);
        var body = JsonSerializer.Deserialize<JsonElement>(seen.Body);
        Assert.Equal(("alert", draft.Id.ToString(), "OFFLINE: pi5"), (body.Below("event").AsText(), body.Below("id").AsText(), body.Below("text").AsText()));
        Assert.Equal(("device_offline:pi5", "open", "warning"), (body.GetProperty("incidents")[0].Below("identity").AsText(), body.GetProperty("incidents")[0].Below("state").AsText(), body.GetProperty("incidents")[0].Below("severity").AsText()));
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_signed()
    {
        await using var web = await FakeWeb.StartAsync();
        using var channel = new WebhookChannel(Options.Create(new TelemetryOptions { WebhookUrl = web.Url }));

        await channel.DeliverAsync("{}", null, false, default);

        Assert.False(web.Seen[0].Headers.ContainsKey("X-Signature-256"));
    }

    [Theory]
    [InlineData(204, "Sent", null)]
    [InlineData(429, "Failed", 5)]
    [InlineData(500, "Failed", null)]
    [InlineData(404, "Failed", null)]
    [InlineData(302, "Failed", null)]
    [InlineData(400, "Refused", null)]
    public async Task Answers_mean_what_they_say(int status, string kind, int? seconds)
    {
        await using var web = await FakeWeb.StartAsync(_ => new FakeAnswer(status, "", status == 429 ? 5 : null));
        using var channel = new SlackChannel(Options.Create(new TelemetryOptions { SlackUrl = web.Url + "/services/secret" }));

        var delivery = await channel.DeliverAsync("{}", null, false, default);

        Assert.Equal((kind, seconds), (delivery.GetType().Name, (int?)(delivery as Delivery.Failed)?.RetryAfter?.TotalSeconds));
        Assert.DoesNotContain("secret", delivery.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Slack_gets_text_that_is_escaped_and_no_edits()
    {
        using var channel = new SlackChannel(Options.Create(new TelemetryOptions { SlackUrl = "http://x", TimeZone = "UTC" }));
        var strange = Telling with { Incidents = [Telling.Incidents[0] with { Text = "OFFLINE: <pi> & co" }] };

        Assert.Equal("```\nLLM Alert  00:00:30\nOFFLINE: &lt;pi&gt; &amp; co\n```", JsonSerializer.Deserialize<JsonElement>(channel.Draft(strange, Guid.NewGuid)!.Text).Below("text").AsText());
        Assert.Null(channel.Draft(Telling with { Event = LlmMcp.Telemetry.Incidents.Telling.Update }, Guid.NewGuid));
    }

    private static Telling Alert()
    {
        var teller = new Teller();
        teller.See(Boards.With(Boards.Device("pi5")), 0);
        teller.See(Boards.With(Boards.Device("pi5", "offline")), 30);
        return teller.Tellings.Single();
    }
}
