using LlmMcp.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.ServiceDefaults.Tests.Health;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData(":8080", "http://127.0.0.1:8080/health")]
    [InlineData("*:8080", "http://127.0.0.1:8080/health")]
    [InlineData("0.0.0.0:8080", "http://127.0.0.1:8080/health")]
    [InlineData("[::]:8080", "http://127.0.0.1:8080/health")]
    [InlineData("[::1]:8080", "http://[::1]:8080/health")]
    [InlineData("localhost:8081", "http://localhost:8081/health")]
    [InlineData(" 10.0.0.5:1 ", "http://10.0.0.5:1/health")]
    [InlineData("https://*:8443/", "https://127.0.0.1:8443/health")]
    public void The_page_is_found_where_the_program_listens(string address, string page) =>
        Assert.Equal(page, HealthProbe.PageOf(address, "/health").ToString());

    [Fact]
    public void Only_the_argument_alone_asks() =>
        Assert.Equal((true, false, false), (HealthProbe.IsAsked(["--health"]), HealthProbe.IsAsked([]), HealthProbe.IsAsked(["--health", "x"])));

    [Theory]
    [InlineData("the-key", 200, 0)]
    [InlineData("another", 401, 1)]
    [InlineData(null, 401, 1)]
    public async Task The_exit_code_is_the_answers(string? key, int status, int code)
    {
        await using var program = await StartAsync();
        using var output = new StringWriter();

        Assert.Equal(code, await HealthProbe.AskAsync(HealthProbe.PageOf(program.Urls.Single(), "/health"), key, output));
        Assert.Equal($"{status} how it is", output.ToString().TrimEnd());
    }

    [Fact]
    public async Task The_key_goes_no_further_than_the_page()
    {
        await using var program = await StartAsync();
        using var output = new StringWriter();

        Assert.Equal(1, await HealthProbe.AskAsync(HealthProbe.PageOf(program.Urls.Single(), "/moved"), "the-key", output));
        Assert.StartsWith("302 ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_not_well_and_the_reason_is_told()
    {
        await using var program = await StartAsync();
        var page = HealthProbe.PageOf(program.Urls.Single(), "/health");
        await program.StopAsync();
        using var output = new StringWriter();

        Assert.Equal(1, await HealthProbe.AskAsync(page, key: null, output));
        Assert.StartsWith($"{page} does not answer: ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_told_and_nobody_is_asked()
    {
        using var output = new StringWriter();

        var code = await HealthProbe.RunAsync(
            static _ => throw new InvalidOperationException("asked"), output, new Dictionary<string, string> { ["WORKER_COUNT"] = "many", ["JOB_RETENTION_DAYS"] = "a week" });

        Assert.Equal(1, code);
        Assert.Equal(["JOB_RETENTION_DAYS", "WORKER_COUNT"], output.ToString().TrimEnd().Split(System.Environment.NewLine).Select(static line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("0.0.0.0:99999")]
    [InlineData("a b:8080")]
    public async Task An_address_that_is_none_is_told(string address)
    {
        using var output = new StringWriter();

        Assert.Equal(1, await HealthProbe.RunAsync(_ => HealthProbe.AskAsync(HealthProbe.PageOf(address, "/health"), key: null, output), output, new Dictionary<string, string>()));
        Assert.StartsWith($"\"{address}\" is no address to listen at; expected ", output.ToString(), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/health", static (HttpRequest request) => Results.Text("how it is", statusCode: request.Headers["X-API-Key"] == "the-key" ? 200 : 401));
        app.MapGet("/moved", static () => Results.Redirect("/health"));
        await app.StartAsync();
        return app;
    }
}
