using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Tests.LlmApi;

namespace LlmMcp.Core.Tests.Discovery;

public sealed class DiscoveryApiTests(RunningCore core) : IClassFixture<RunningCore>
{
    [Fact]
    public async Task A_round_on_demand_answers_with_its_report_and_is_the_last_one()
    {
        var run = await JsonAsync(await core.Http.PostAsync(new Uri("/v1/discovery/run", UriKind.Relative), null));
        Assert.Equal(("ok", 1, 1, 0), (run.GetProperty("status").GetString(), run.GetProperty("found").GetInt32(), run.GetProperty("online").GetInt32(), run.GetProperty("offline").GetInt32()));
        Assert.Equal(JsonValueKind.Array, run.GetProperty("mistakes").ValueKind);

        var last = await GetAsync("/v1/discovery/last");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", last.GetProperty("last_run").GetString());
        Assert.Equal(1, last.GetProperty("online").GetInt32());
        Assert.Contains((await GetAsync("/v1/discovery")).GetProperty("devices").EnumerateArray(), device => device.GetProperty("id").GetString() == core.DeviceId);
    }

    [Fact]
    public async Task A_device_shows_what_an_operator_asks_about()
    {
        var device = await GetAsync($"/v1/devices/{core.DeviceId}");

        Assert.Equal(("node", "closed", false), (device.GetProperty("role").GetString(), device.GetProperty("circuit").GetProperty("state").GetString(), device.GetProperty("hold").GetBoolean()));
        Assert.Equal(1, device.GetProperty("slots").GetProperty("total").GetInt32());
        Assert.True(device.GetProperty("tags").GetProperty("ollama").GetBoolean());
        Assert.Equal(JsonValueKind.Object, device.GetProperty("limits").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await core.Http.GetAsync(new Uri("/v1/devices/nobody", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_probe_on_demand_answers_with_the_node_as_it_is_now()
    {
        var probe = await JsonAsync(await core.Http.PostAsync(new Uri($"/v1/devices/{core.DeviceId}/probe", UriKind.Relative), null));

        Assert.Equal((true, ""), (probe.GetProperty("answered").GetBoolean(), probe.GetProperty("reason").GetString()));
        Assert.Equal((core.DeviceId, "online", 2), (probe.GetProperty("device").GetProperty("id").GetString(), probe.GetProperty("device").GetProperty("status").GetString(), probe.GetProperty("device").GetProperty("models").GetArrayLength()));
    }

    [Theory]
    [InlineData("nobody", HttpStatusCode.NotFound, "device_not_found")]
    [InlineData("cloud:openai", HttpStatusCode.Conflict, "device_not_probed")]
    public async Task Only_nodes_are_probed(string device, HttpStatusCode status, string error)
    {
        using var answer = await core.Http.PostAsync(new Uri($"/v1/devices/{device}/probe", UriKind.Relative), null);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(error, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task What_an_operator_says_about_a_model_holds_until_he_takes_it_back()
    {
        await PutAsync("""{"pin_tier":"large","thinking":true,"context":1234}""");
        await core.Http.PostAsync(new Uri("/v1/discovery/run", UriKind.Relative), null);
        var pinned = await ModelAsync();
        Assert.Equal(("large", true, 1234), (pinned.GetProperty("tier").GetString(), pinned.GetProperty("thinking").GetBoolean(), pinned.GetProperty("context").GetInt32()));

        await PutAsync("""{"status":"disabled"}""");
        var disabled = await ModelAsync();
        Assert.False(disabled.GetProperty("available").GetBoolean());
        Assert.Equal("model_disabled", disabled.GetProperty("forbidden_on").GetProperty(core.DeviceId).GetString());

        await PutAsync("""{"pin_tier":null,"thinking":null,"context":null,"status":"active"}""");
        await core.Http.PostAsync(new Uri("/v1/discovery/run", UriKind.Relative), null);
        var free = await ModelAsync();
        Assert.Equal(("medium", false, true), (free.GetProperty("tier").GetString(), free.GetProperty("thinking").GetBoolean(), free.GetProperty("available").GetBoolean()));

        async Task PutAsync(string body) =>
            Assert.Equal(HttpStatusCode.OK, (await core.Http.PutAsync(new Uri("/v1/models/ollama/nomic-embed-text", UriKind.Relative), new StringContent(body))).StatusCode);

        async Task<JsonElement> ModelAsync() =>
            (await GetAsync("/v1/models?all=1")).GetProperty("data").EnumerateArray().Single(static model => model.GetProperty("id").GetString() == "nomic-embed-text:latest");
    }

    [Theory]
    [InlineData("ollama/nobody", "{}", HttpStatusCode.NotFound, "model")]
    [InlineData("ollama/llama3.2:3b", """{"pin_tier":"huge"}""", HttpStatusCode.BadRequest, "pin_tier")]
    [InlineData("ollama/llama3.2:3b", """{"thinking":"yes"}""", HttpStatusCode.BadRequest, "thinking")]
    [InlineData("ollama/llama3.2:3b", """{"context":0}""", HttpStatusCode.BadRequest, "context")]
    [InlineData("ollama/llama3.2:3b", """{"status":"gone"}""", HttpStatusCode.BadRequest, "status")]
    public async Task What_cannot_be_set_is_refused_by_name(string model, string body, HttpStatusCode status, string field)
    {
        using var answer = await core.Http.PutAsync(new Uri($"/v1/models/{model}", UriKind.Relative), new StringContent(body));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }

    private async Task<JsonElement> GetAsync(string path) => await JsonAsync(await core.Http.GetAsync(new Uri(path, UriKind.Relative)));

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
