using System.Collections.Concurrent;
using System.Diagnostics;
using LlmMcp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.ServiceDefaults.Tests.Telemetry;

public sealed class RequestSpansTests
{
    [Fact]
    public async Task Spans_have_the_name_of_their_route_and_health_checks_have_none()
    {
        var spans = new ConcurrentBag<(string Name, bool Recorded, object? Status)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Add((span.DisplayName, span.Recorded, span.GetTagItem("http.response.status_code"))),
        };
        ActivitySource.AddActivityListener(listener);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.UseRouting();
        app.UseRequestSpans();
        app.MapGet("/things/{id}", static (int id) => id);
        app.MapGet("/health", static () => "ok").WithTags(TelemetrySlice.HealthTag);
        await app.StartAsync();
        using (var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) })
        {
            await http.GetStringAsync("/things/7");
            await http.GetStringAsync("/health");
        }

        // A request's span ends after its answer.
        await app.StopAsync();

        Assert.Contains(("GET /things/{id}", true, 200), spans);
        Assert.Contains(("GET /health", false, 200), spans);
    }
}
