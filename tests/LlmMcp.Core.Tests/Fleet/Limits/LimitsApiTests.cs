using System.Net;
using System.Text;
using System.Text.Json;
using LlmMcp.Core.Tests.LlmApi;

namespace LlmMcp.Core.Tests.Fleet.Limits;

public sealed class LimitsApiTests(RunningCore core) : IClassFixture<RunningCore>
{
    private string Path => $"/v1/devices/{Uri.EscapeDataString(core.DeviceId)}/limits";

    [Fact]
    public async Task Limits_entered_while_running_are_shown_and_hold_at_every_door_until_they_are_removed()
    {
        var job = $$$"""{"kind":"ollama.generate","payload":{"model":"llama3.2:3b","prompt":"x","device_id":"{{{core.DeviceId}}}"}}""";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, Path, """{"max_params_b":1,"max_concurrency":3}""")).Status);

        var (_, list) = await SendAsync(HttpMethod.Get, "/v1/limits");
        var device = list.GetProperty("devices").EnumerateArray().Single(item => item.GetProperty("device_id").GetString() == core.DeviceId);
        Assert.Equal(("1", "own", "api"), (device.GetProperty("max_params_b").GetRawText(), Text(device.GetProperty("sources"), "max_params_b"), Text(device, "entered")));
        Assert.Equal("model_params_too_large", Text(device.GetProperty("forbidden"), "llama3.2:3b"));
        Assert.Equal("[]", list.GetProperty("mistakes").GetRawText());
        var (_, devices) = await SendAsync(HttpMethod.Get, "/v1/devices");
        Assert.Equal(3, devices.GetProperty("devices").EnumerateArray().Single(item => Text(item, "id") == core.DeviceId).GetProperty("slots").GetProperty("total").GetInt32());

        foreach (var (path, body, field) in new[] { ("/v1/jobs", job, "payload.model"), ("/v1/jobs/batch", $$"""{"jobs":[{{job}}]}""", "jobs[0].payload.model") })
        {
            var (status, problem) = await SendAsync(HttpMethod.Post, path, body);
            Assert.Equal((HttpStatusCode.BadRequest, "model_not_allowed", field), (status, Text(problem, "error"), Text(problem, "field")));
            Assert.EndsWith(": model_params_too_large", Text(problem, "message"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, Path)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "/v1/jobs", job)).Status);
        Assert.Equal("limits_not_found", Text((await SendAsync(HttpMethod.Delete, Path)).Body, "error"));
    }

    [Theory]
    [InlineData("""{"ram_gb":-1}""", "invalid_limits", "ram_gb")]
    [InlineData("""{"ram":1}""", "invalid_limits", "ram")]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("", "invalid_json", null)]
    public async Task What_cannot_be_understood_changes_nothing(string body, string code, string? field)
    {
        var (status, problem) = await SendAsync(HttpMethod.Put, Path, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, Text(problem, "error")));
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
    }

    [Fact]
    public async Task An_unknown_device_is_not_found() =>
        Assert.Equal((HttpStatusCode.NotFound, "device_not_found"), await SendAsync(HttpMethod.Put, "/v1/devices/nobody/limits", "{}") is var (status, body) ? (status, Text(body, "error")) : default);

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await core.Http.SendAsync(request);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
