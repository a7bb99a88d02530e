using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Builder;

namespace LlmMcp.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public async Task A_running_system_is_well()
    {
        await using var core = await FakeCore.StartAsync(app => Healthy(app)
            .Answers("GET", "/v1/devices", """{"devices":[{"id":"a","status":"online"},{"id":"b","status":"offline"},{"id":"cloud:openai","provider":"openai","status":"online"}]}""")
            .Answers("GET", "/api/tags", """{"models":[{"name":"x"},{"name":"y"}]}"""));
        var run = CliRun.Against(core).With("OLLAMA_BASE_URL", core.Url);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("doctor", "--json"));
        Assert.True(run.Json().GetProperty("ok").GetBoolean());
        Assert.Equal("2 online", Detail(run, "workers"));
        Assert.Equal("1 of 2 online", Detail(run, "devices"));
        Assert.Equal("answers with 2 models", Detail(run, core.Url));
    }

    [Fact]
    public async Task Simulated_devices_are_called_so()
    {
        await using var core = await FakeCore.StartAsync(app => Healthy(app)
            .Answers("GET", "/v1/devices", """{"devices":[{"id":"a","status":"online","simulated":true}]}"""));
        var run = CliRun.Against(core);

        await run.RunAsync("doctor", "--json");

        Assert.Equal("1 online, all of them simulated", Detail(run, "devices"));
    }

    [Fact]
    public async Task A_named_core_that_is_silent_is_a_problem()
    {
        var run = new CliRun().With("LLM_MCP_URL", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("doctor"));
        Assert.Contains("nothing at http://127.0.0.1:1 (LLM_MCP_URL): connection refused", run.Out.ToString());
        Assert.Contains("→ Start Core there, or correct LLM_MCP_URL.", run.Out.ToString());
    }

    [Fact]
    public async Task No_worker_is_a_problem_and_a_wrong_key_says_so()
    {
        await using var core = await FakeCore.StartAsync(app => app
            .Answers("GET", "/health", """{"status":"ok","version":"1"}""")
            .Answers("GET", "/v1/workers", """{"workers":[{"id":"w","status":"offline"}]}""")
            .Answers("GET", "/v1/devices", """{"error":"unauthorized","message":"A key is needed."}""", 401));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("doctor", "--json"));
        Assert.Equal("none is online; jobs wait in the queue", Detail(run, "workers"));
        Assert.Equal("A key is needed. (unauthorized)", Detail(run, "devices"));
    }

    [Fact]
    public async Task Keys_are_never_shown()
    {
        const string secret = "sk-very-secret-value-0123456789";
        var run = new CliRun().With("OPENAI_API_KEY", secret).With("INTERNAL_API_KEY", secret).With("LLM_MCP_KEY", secret)
            .With("DB_DSN", $"postgres://user:{secret}@db/x").With("OLLAMA_BASE_URL", $"http://user:{secret}@127.0.0.1:1");

        await run.RunAsync("doctor");

        Assert.DoesNotContain(secret, run.Out.ToString() + run.Error);
        Assert.Contains("OPENAI_API_KEY: set", run.Out.ToString());
    }

    [Fact]
    public async Task A_setting_that_up_refuses_is_a_problem()
    {
        var run = new CliRun().With("TELEMETRY_MODE", "loud").With("ALERT_WEBHOOK_URL", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("doctor", "--json"));
        Assert.Equal("TELEMETRY_MODE", Assert.Single(Findings(run, "Settings")).GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("INTERNAL_API_KEY", "change_me", "public examples")]
    [InlineData("INTERNAL_API_KEY", "short", "shorter than 16")]
    [InlineData("CORE_HTTP_ADDR", "0.0.0.0:8080", "without INTERNAL_API_KEY")]
    [InlineData("CORE_HTTP_ADDR", ":8080", "without INTERNAL_API_KEY")]
    [InlineData("CORE_GRPC_ADDR", "[::]:9090", "without INTERNAL_API_KEY")]
    public async Task Unsafe_settings_are_problems(string variable, string value, string expected)
    {
        var run = new CliRun().With(variable, value);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("doctor", "--json"));
        Assert.Contains(Findings(run, "Safety"), finding =>
            finding.GetProperty("verdict").GetString() == "problem" && finding.GetProperty("detail").GetString()!.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("localhost:8080")]
    [InlineData("[::1]:8080")]
    public async Task Loopback_needs_no_key(string address)
    {
        var run = new CliRun().With("CORE_HTTP_ADDR", address);

        await run.RunAsync("doctor", "--json");

        Assert.Equal("nothing unsafe", Assert.Single(Findings(run, "Safety")).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_taken_port_is_named_with_its_owner()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var run = new CliRun().With("CORE_HTTP_ADDR", $"127.0.0.1:{port}").With("LLM_MCP_URL", "http://127.0.0.1:1");

        await run.RunAsync("doctor", "--json");

        Assert.Contains($"127.0.0.1:{port} is taken", Detail(run, "HTTP"));
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains($"(process {Environment.ProcessId})", Detail(run, "HTTP"));
        }
    }

    [Fact]
    public async Task Every_named_node_is_asked()
    {
        await using var node = await FakeCore.StartAsync(app => app
            .Answers("GET", "/api/tags", """{"models":[]}""")
            .Answers("GET", "/v1/models", """{"object":"list","data":[{"id":"m"}]}"""));
        var address = new Uri(node.Url);
        var run = new CliRun()
            .With("OLLAMA_BASE_URL", "http://127.0.0.1:1")
            .With("OLLAMA_EXTRA_ENDPOINTS", $"{address.Host}:{address.Port}, ::not an address::")
            .With("COMPAT_ENDPOINTS", $"{node.Url}/v1");

        await run.RunAsync("doctor", "--json");

        Assert.Equal(
            ["does not answer: connection refused", "answers, but has no model", "is not an address: ::not an address::", "answers with 1 model"],
            Findings(run, "Model servers").Select(finding => finding.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task A_narrow_screen_wraps_by_words()
    {
        var run = new CliRun { ScreenWidth = 40, Color = false };

        await run.RunAsync("doctor");

        Assert.All(run.Out.ToString().Split(Environment.NewLine), line => Assert.InRange(CliRun.Plain(line).Length, 0, 40));
    }

    private static WebApplication Healthy(WebApplication app) => app
        .Answers("GET", "/health", """{"status":"ok","version":"1"}""")
        .Answers("GET", "/v1/workers", """{"workers":[{"id":"v","status":"online"},{"id":"w","status":"online"}]}""");

    private static IEnumerable<JsonElement> Findings(CliRun run, string topic) =>
        run.Json().GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("topic").GetString() == topic);

    private static string? Detail(CliRun run, string subject) =>
        run.Json().GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("subject").GetString() == subject).GetProperty("detail").GetString();
}
