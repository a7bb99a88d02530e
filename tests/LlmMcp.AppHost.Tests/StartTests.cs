using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LlmMcp.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmMcp.AppHost.Tests;

/// <summary>The whole application, started by Aspire: two Cores, two workers, bridge, telemetry and the simulated fleet on a database of the tests.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_job_goes_through_the_started_application()
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        await using var database = await TestDatabase.CreateEmptyAsync(limit.Token);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LlmMcp_AppHost>(
            ["--demo", "--CoreReplicas=2", $"--ConnectionStrings:llmdb={database.ConnectionString}"], limit.Token);
        await using var application = await builder.BuildAsync(limit.Token);
        await application.StartAsync(limit.Token);
        foreach (var program in (string[])["core", "worker", "bridge"])
        {
            await application.ResourceNotifications.WaitForResourceHealthyAsync(program, limit.Token);
        }

        using var core = application.CreateHttpClient("core", "http");
        var submitted = await SendAsync(core, HttpMethod.Post, "/v1/llm/request", new { task = "chat", quality = "turbo", prompt = "Why is the sky blue?" }, limit.Token);
        var job = submitted.GetProperty("job_id").GetString();
        string? status;
        do
        {
            status = (await SendAsync(core, HttpMethod.Get, $"/v1/jobs/{job}?wait=30", null, limit.Token)).GetProperty("status").GetString();
        }
        while (status is "queued" or "running");

        Assert.Equal("done", status);
        var smokeTest = await application.Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(application.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(static resource => resource.Name == "core"), "smoke-test", limit.Token);
        Assert.True(smokeTest.Success, smokeTest.Message);
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }
}
