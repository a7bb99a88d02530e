using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;

namespace LlmMcp.Core.Tests.Loading;

public sealed class LoadingApiTests : CoreTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.AddDeviceAsync("pi5", slots: 1);
        await Database.AddModelAsync("pi5", "m:1b", tier: "tiny");
        await Database.AddModelAsync("pi5", "big:70b", tier: "xl");
        await Core.Get<FleetCache>().RefreshAsync(CancellationToken.None);
        using var limits = await Core.Http.PutAsync(new Uri("/v1/devices/pi5/limits", UriKind.Relative), new StringContent("""{"deny_models":["big:70b"]}"""));
        Assert.Equal(HttpStatusCode.OK, limits.StatusCode);
    }

    [Fact]
    public async Task A_load_is_a_job_for_that_device_and_comes_before_what_waits()
    {
        await Core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"m:1b","prompt":"hi"}}""");

        var accepted = await Core.PostForJsonAsync("/v1/devices/pi5/models/load", """{"model":"m:1b"}""");
        var claimed = (await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["ollama.generate"]}""")).GetProperty("job");

        Assert.Equal(accepted.GetProperty("job_id").GetGuid(), claimed.GetProperty("id").GetGuid());
        Assert.Equal(("pi5", "m:1b", "ollama.generate"), (accepted.GetProperty("device_id").GetString(), accepted.GetProperty("model").GetString(), accepted.GetProperty("kind").GetString()));
        Assert.Equal(-1, claimed.GetProperty("payload").GetProperty("keep_alive").GetInt32());
    }

    [Theory]
    [InlineData("load")]
    [InlineData("unload")]
    public async Task What_the_limits_forbid_is_refused_as_everywhere(string what)
    {
        using var answer = await Core.PostAsync($"/v1/devices/pi5/models/{what}", """{"model":"big:70b"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("model_not_allowed", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task A_load_says_nothing_of_how_fast_answers_are()
    {
        var accepted = await Core.PostForJsonAsync("/v1/devices/pi5/models/load", """{"model":"m:1b"}""");
        await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1","kinds":["ollama.generate"]}""");

        await Core.PostForJsonAsync("/v1/workers/complete", $$"""
            {"worker_id":"w1","job_id":"{{accepted.GetProperty("job_id").GetString()}}","result":{"response":""},"metrics":{"model":"m:1b","provider":"ollama","tokens_in":0,"tokens_out":0,"ms":9000} }
            """);

        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from model_speeds"));
    }
}
