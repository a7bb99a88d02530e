using System.Net;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Incidents;

public sealed class IncidentsApiTests : CoreTest
{
    private static readonly string Incident = Open("00000000-0000-0000-0000-000000000001", "device_offline:pi5");

    [Fact]
    public async Task One_process_watches_until_it_leaves()
    {
        Assert.True(await LeaseAsync("a"));
        Assert.False(await LeaseAsync("b"));
        Assert.True(await LeaseAsync("a"));
        await Core.PostForJsonAsync("/v1/incidents/watch/release", """{"holder":"b"}""");
        Assert.False(await LeaseAsync("b"));
        await Core.PostForJsonAsync("/v1/incidents/watch/release", """{"holder":"a"}""");
        Assert.True(await LeaseAsync("b"));
        await Database.ExecuteAsync("update incident_watch set held_until = now() - interval '1 second'");
        Assert.True(await LeaseAsync("a"));
    }

    [Fact]
    public async Task A_record_is_stored_once_and_by_the_watcher_only()
    {
        await LeaseAsync("a");
        var version = (await Core.GetJsonAsync("/v1/incidents/watch?holder=a")).GetProperty("version").GetInt64();

        using var foreign = await Core.PostAsync("/v1/incidents/watch/record", Record("b", version, Incident));
        using var first = await Core.PostAsync("/v1/incidents/watch/record", Record("a", version, Incident, Message("x")));
        using var repeated = await Core.PostAsync("/v1/incidents/watch/record", Record("a", version, Incident, Message("x")));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.Conflict), (foreign.StatusCode, first.StatusCode, repeated.StatusCode));
        var watch = await Core.GetJsonAsync("/v1/incidents/watch?holder=a");
        Assert.Equal((true, version + 1, 7, 1), (watch.GetProperty("held").GetBoolean(), watch.GetProperty("version").GetInt64(), watch.GetProperty("memory").GetProperty("seen").GetInt32(), watch.GetProperty("incidents").GetArrayLength()));
        Assert.Equal("device_offline:pi5", (await Core.GetJsonAsync("/v1/incidents?state=open")).GetProperty("items")[0].GetProperty("identity").GetString());
        Assert.Equal("""{"items":[],"next":null}""", (await Core.GetJsonAsync("/v1/incidents?state=closed")).GetRawText());
    }

    [Fact]
    public async Task What_is_settled_does_not_change_any_more_and_is_not_handed_out()
    {
        await LeaseAsync("a");
        var closed = Incident.Replace("\"open\"", "\"closed\"", StringComparison.Ordinal).Replace("\"nothing\"", "\"closed\"", StringComparison.Ordinal).Replace("\"closed_at\":null", "\"closed_at\":\"2030-01-01T01:00:00Z\"", StringComparison.Ordinal);
        await RecordAsync(Incident);
        await RecordAsync(closed);
        await RecordAsync(Incident);

        Assert.Equal(0, (await Core.GetJsonAsync("/v1/incidents/watch?holder=a")).GetProperty("incidents").GetArrayLength());
        Assert.Equal("closed", (await Core.GetJsonAsync("/v1/incidents")).GetProperty("items")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_identity_is_open_once()
    {
        Core.Log.Expect(static _ => true);
        await LeaseAsync("a");
        await RecordAsync(Incident);

        await RecordAsync(Open("00000000-0000-0000-0000-000000000002", "device_offline:pi5"));

        Assert.Equal(1, await Database.ScalarAsync<long>("select count(*) from incidents"));
    }

    [Fact]
    public async Task A_message_is_sent_then_edited_and_what_another_process_was_sending_may_have_arrived()
    {
        await LeaseAsync("a");
        await RecordAsync(null, Message("one"));

        var claimed = await ClaimAsync("a");
        Assert.Equal(("one", false, JsonValueKind.Null), (claimed.GetProperty("text").GetString(), claimed.GetProperty("unsure").GetBoolean(), claimed.GetProperty("external_id").ValueKind));
        // It changes while it is sent.
        await RecordAsync(null, Message("two"));
        Assert.True(await FinishAsync("a", 1, sent: true, "bot:1"));
        Assert.False(await FinishAsync("a", 1, sent: true, "bot:1"));
        var again = await ClaimAsync("a");
        Assert.Equal(("two", "bot:1"), (again.GetProperty("text").GetString(), again.GetProperty("external_id").GetString()));
        await FinishAsync("a", 2, sent: true, "bot:1");
        Assert.Equal(JsonValueKind.Undefined, (await ClaimAsync("a")).ValueKind);

        await RecordAsync(null, Message("three", 2));
        await ClaimAsync("a");
        await Core.PostForJsonAsync("/v1/incidents/watch/release", """{"holder":"a"}""");
        await LeaseAsync("b");
        Assert.True((await ClaimAsync("b")).GetProperty("unsure").GetBoolean());
        Assert.False(await FinishAsync("a", 1, sent: true, "bot:2", 2));
    }

    [Fact]
    public async Task What_was_sent_without_Core_is_known_as_sent()
    {
        await LeaseAsync("a");
        await RecordAsync(null, Message("one").Replace("null", "\"bot:9\"", StringComparison.Ordinal));

        Assert.Equal(JsonValueKind.Undefined, (await ClaimAsync("a")).ValueKind);
        Assert.Equal("sent", (await Core.GetJsonAsync("/v1/incidents/messages")).GetProperty("items")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_outbox_is_bounded_and_the_oldest_are_dropped()
    {
        await LeaseAsync("a");
        await Database.ExecuteAsync("insert into incident_messages (id, channel, text) select gen_random_uuid(), 'telegram', n::text from generate_series(1, 1010) n");

        await RecordAsync(null);

        Assert.Equal(["10"], await Database.ListAsync<string>("select max(text::integer)::text from incident_messages where state = 'dropped'"));
    }

    [Fact]
    public async Task Failed_jobs_come_in_the_order_in_which_they_failed()
    {
        await Database.ExecuteAsync(
            """
            insert into jobs (id, kind, block, payload, status, attempts, max_attempts, error, finished_at)
            select gen_random_uuid(), kind, kind, '{}', 'error', attempts, most, 'boom', now() - age
            from (values ('late', 3, 5, interval '1 minute'), ('early', 3, 3, interval '2 minutes'), ('few', 2, 5, interval '1 minute'),
                         ('only', 1, 1, interval '1 minute 30 seconds'), ('old', 3, 3, interval '2 hours')) as job (kind, attempts, most, age)
            """);
        var after = Uri.EscapeDataString(DateTimeOffset.UnixEpoch.AddSeconds(await Database.ScalarAsync<double>("select extract(epoch from now() - interval '1 hour')::double precision")).ToString("O"));

        var items = (await Core.GetJsonAsync($"/v1/incidents/failures?after={after}&attempts=3")).GetProperty("items");

        Assert.Equal(["early", "only", "late"], items.EnumerateArray().Select(static item => item.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Notes_are_the_watcher_s_alone()
    {
        await LeaseAsync("a");

        Assert.Equal(HttpStatusCode.OK, await PutAsync("mute_until", """{"holder":"a","value":"soon"}"""));
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync("mute_until", """{"holder":"b","value":1}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync("Mute!", """{"holder":"a","value":1}"""));
        Assert.Equal("soon", (await Core.GetJsonAsync("/v1/incidents/watch")).GetProperty("notes").GetProperty("mute_until").GetString());
    }

    [Theory]
    [InlineData("/v1/incidents/watch/lease", """{"holder":"","seconds":60}""", "holder")]
    [InlineData("/v1/incidents/watch/lease", """{"holder":"a","seconds":1}""", "seconds")]
    [InlineData("/v1/incidents/watch/record", """{"holder":"a","version":1,"incidents":[],"messages":[]}""", "memory")]
    [InlineData("/v1/incidents/watch/record", """{"holder":"a","version":1,"memory":{},"messages":[]}""", "incidents")]
    [InlineData("/v1/incidents/watch/record", """{"holder":"a","version":1,"memory":{"x":"\u0000"},"incidents":[],"messages":[]}""", "memory")]
    [InlineData("/v1/incidents/watch/record", """{"holder":"a","version":1,"memory":{},"incidents":[null],"messages":[]}""", "incidents[0].id")]
    [InlineData("/v1/incidents/watch/record", """{"holder":"a","version":1,"memory":{},"incidents":[{"id":"00000000-0000-0000-0000-000000000001","identity":"x","rule":"x","subject":"","severity":"loud"}],"messages":[]}""", "incidents[0].severity")]
    [InlineData("/v1/incidents/watch/record", """{"holder":"a","version":1,"memory":{},"incidents":[],"messages":[{"id":"00000000-0000-0000-0000-000000000001","channel":"t"}]}""", "messages[0].text")]
    [InlineData("/v1/incidents/messages/claim", """{"holder":"a","channels":[],"limit":1}""", "channels")]
    [InlineData("/v1/incidents/messages/claim", """{"holder":"a","channels":["t"],"limit":51}""", "limit")]
    [InlineData("/v1/incidents/messages/finish", """{"holder":"a","id":"00000000-0000-0000-0000-000000000001"}""", "channel")]
    public async Task Bad_input_is_refused_by_the_name_of_its_field(string path, string body, string field)
    {
        using var response = await Core.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("/v1/incidents?state=other")]
    [InlineData("/v1/incidents?limit=0")]
    [InlineData("/v1/incidents?after=x")]
    [InlineData("/v1/incidents/failures")]
    [InlineData("/v1/incidents/failures?after=2030-01-01&attempts=0")]
    [InlineData("/v1/incidents/messages?state=other")]
    public async Task Bad_queries_are_refused(string path)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Core.Http.GetAsync(path)).StatusCode);
    }

    private static string Open(string id, string identity) =>
        $$"""{"id":"{{id}}","identity":"{{identity}}","rule":"device_offline","subject":"pi5","severity":"warning","state":"open","told":"nothing","text":"OFFLINE: pi5","opened_at":"2030-01-01T00:00:00Z","closed_at":null,"message":null}""";

    private static string Message(string text, int id = 1) => $$"""{"id":"00000000-0000-0000-0000-00000000000{{id}}","channel":"telegram","text":"{{text}}","external_id":null}""";

    private static string Record(string holder, long version, string? incident, string? message = null) =>
        $$"""{"holder":"{{holder}}","version":{{version}},"memory":{"seen":7},"incidents":[{{incident}}],"messages":[{{message}}]}""";

    private async Task RecordAsync(string? incident, string? message = null) => await Core.PostForJsonAsync(
        "/v1/incidents/watch/record", Record("a", (await Core.GetJsonAsync("/v1/incidents/watch?holder=a")).GetProperty("version").GetInt64(), incident, message));

    private async Task<bool> LeaseAsync(string holder) =>
        (await Core.PostForJsonAsync("/v1/incidents/watch/lease", $$"""{"holder":"{{holder}}","seconds":60}""")).GetProperty("held").GetBoolean();

    private async Task<JsonElement> ClaimAsync(string holder) =>
        (await Core.PostForJsonAsync("/v1/incidents/messages/claim", $$"""{"holder":"{{holder}}","channels":["telegram"],"limit":1}""")).GetProperty("messages").EnumerateArray().FirstOrDefault();

    private async Task<bool> FinishAsync(string holder, int revision, bool sent, string externalId, int id = 1) =>
        (await Core.PostForJsonAsync("/v1/incidents/messages/finish",
            $$"""{"holder":"{{holder}}","id":"00000000-0000-0000-0000-00000000000{{id}}","channel":"telegram","revision":{{revision}},"sent":{{(sent ? "true" : "false")}},"external_id":"{{externalId}}"}""")).GetProperty("ok").GetBoolean();

    private async Task<HttpStatusCode> PutAsync(string name, string body)
    {
        using var response = await Core.Http.PutAsync($"/v1/incidents/notes/{Uri.EscapeDataString(name)}", new StringContent(body));
        return response.StatusCode;
    }
}
