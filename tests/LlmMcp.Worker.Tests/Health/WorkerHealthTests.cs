using System.Net;
using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Worker.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Tests.Health;

public class WorkerHealthTests
{
    [Theory]
    [InlineData("127.0.0.1:8081", "http://127.0.0.1:8081", true)]
    [InlineData("localhost:8081", "http://localhost:8081", true)]
    [InlineData("[::1]:8081", "http://[::1]:8081", true)]
    [InlineData("http://127.0.0.1:8081/", "http://127.0.0.1:8081", true)]
    [InlineData(":8081", "http://*:8081", false)]
    [InlineData("*:8081", "http://*:8081", false)]
    [InlineData("0.0.0.0:8081", "http://0.0.0.0:8081", false)]
    [InlineData("worker.example:8081", "http://worker.example:8081", false)]
    public void An_address_says_who_can_connect(string text, string url, bool loopback) =>
        Assert.Equal(new HealthAddress(url, loopback), HealthAddress.Parse(text));

    [Theory]
    [InlineData("ftp://x")]
    [InlineData(":99999")]
    [InlineData("")]
    public void What_is_no_address_is_none(string text) => Assert.Null(HealthAddress.Parse(text));

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData(":0")]
    public async Task Without_a_key_the_page_does_not_open_to_other_machines(string address)
    {
        await using var app = Build(address, key: "");
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => app.StartAsync());
        Assert.Contains("there is no key", Assert.Single(SettingsMistakes.In(refusal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:0", null, HttpStatusCode.Unauthorized)]
    [InlineData("0.0.0.0:0", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("0.0.0.0:0", "a-key-of-its-own", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:0", null, HttpStatusCode.OK)]
    public async Task Beyond_loopback_the_page_asks_for_the_key(string address, string? shown, HttpStatusCode expected)
    {
        await using var app = Build(address, key: "a-key-of-its-own");
        await app.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{new Uri(app.Urls.First()).Port}/health");
        if (shown is not null)
        {
            request.Headers.Add("X-API-Key", shown);
        }

        using var response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        await app.StopAsync();
    }

    private static WebApplication Build(string address, string key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Worker:HealthAddress"] = address,
            ["Worker:ApiKey"] = key,
            ["Worker:Id"] = "w",
            // Nobody is there; the worker keeps trying, which the page reports.
            ["Worker:CoreAddress"] = "127.0.0.1:9",
            ["Worker:ShutdownGrace"] = "00:00:00",
        });
        builder.AddWorker();
        builder.AddWorkerHealth();
        var app = builder.Build();
        app.MapWorkerHealth();
        return app;
    }
}
