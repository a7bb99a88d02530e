using System.Net;
using System.Net.Sockets;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using LlmMcp.Testing;

namespace LlmMcp.Cli.Tests.Up;

/// <summary>The whole system in this process: a real PostgreSQL, Core, a worker and the simulated fleet.</summary>
public sealed class UpTests : IDisposable
{
    private readonly TestDirectory data = TestDirectory.Create();
    private readonly int[] ports = [.. Enumerable.Range(0, 6).Select(static _ => FreePort.Next())];

    [Fact]
    public async Task Up_answers_a_question_refuses_a_second_one_on_its_data_and_stops_in_order()
    {
        using var interrupt = new CancellationTokenSource();
        var up = new CliRun();
        var running = up.RunAsync(interrupt.Token, "up", "--demo", "--json", "--data", data.Path, "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", "--mcp", $"{ports[4]}");
        await Task.WhenAny(up.Out.AppearsAsync("\n"), running);
        Assert.False(running.IsCompleted, $"up ended early: {up.Out} {up.Error}");

        Assert.True(up.Json().TryGetProperty("only_simulated", out var simulated) && simulated.GetBoolean(), $"{up.Out} {up.Error}");
        var url = up.Json().GetProperty("http").GetString()!;

        var ask = new CliRun();
        Assert.Equal(ExitCodes.Ok, await ask.RunAsync("ask", "--url", url, "--max-tokens", "12", "Why?"));
        Assert.StartsWith("[simulated]", ask.Out.ToString());

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, up.Json().GetProperty("mcp").GetString()) { Headers = { { "MCP-Protocol-Version", "2026-07-28" } } })).StatusCode);

        var echo = new CliRun();
        Assert.Equal(ExitCodes.Ok, await echo.RunAsync("jobs", "submit", "--url", url, "echo", """{"a":1}""", "--wait", "--json"));
        Assert.Equal(1, echo.Json().GetProperty("result").GetProperty("echo").GetProperty("a").GetInt32());

        var samePort = new CliRun();
        Assert.Equal(ExitCodes.Failed, await samePort.RunAsync("up", "--data", data.Path, "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", "--mcp", $"{ports[4]}"));
        Assert.Contains("already runs at", samePort.Error.ToString());

        var sameData = new CliRun();
        Assert.Equal(ExitCodes.Failed, await sameData.RunAsync("up", "--data", data.Path, "--http", $"{ports[2]}", "--grpc", $"{ports[3]}", "--mcp", $"{ports[5]}"));
        Assert.Contains("already in use", sameData.Error.ToString());

        await interrupt.CancelAsync();
        Assert.Equal(ExitCodes.Ok, await running);
        Assert.Equal(ExitCodes.CoreUnreachable, await new CliRun().RunAsync("jobs", "list", "--url", url));
        // Nothing complained, on the way up or down.
        Assert.Empty(up.Error.ToString());
    }

    [Fact]
    public async Task Mistakes_of_telemetry_stop_the_start_and_name_no_secret()
    {
        var run = new CliRun().With("TELEGRAM_BOT_TOKEN", "123:the-secret-token");

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("up", "--data", data.Path, "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", "--mcp", $"{ports[4]}"));
        Assert.Contains("TELEGRAM_CHAT_ID", run.Error.ToString());
        Assert.DoesNotContain("secret", run.Error.ToString());
    }

    [Theory]
    [InlineData("TELEMETRY_MODE", "loud", "ALERT_WEBHOOK_URL", "foo")]
    [InlineData("WORKER_KINDS", "echo,foo")]
    [InlineData("MCP_MAX_SESSIONS", "0")]
    [InlineData("MAX_RETRIES", "0", "DEVICE_MAX_CONCURRENCY", "99999999999", "WORKER_COUNT", "many", "WORKER_KINDS", "foo", "JOB_RETENTION_DAYS", "-1", "OLLAMA_BASE_URL", "192.168.255.1:11434")]
    public async Task A_mistake_is_one_plain_sentence_whichever_part_reads_it(params string[] variables)
    {
        var run = new CliRun();
        foreach (var pair in variables.Chunk(2))
        {
            run.With(pair[0], pair[1]);
        }

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("up", "--data", data.Path, "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", "--mcp", $"{ports[4]}"));
        var said = run.Error.ToString();
        Assert.All(variables.Chunk(2), pair => Assert.Contains(pair[0], said));
        // The last line says what to do next.
        Assert.Equal((variables.Length / 2) + 1, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("Exception", said);
        Assert.DoesNotContain("DataAnnotation", said);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_its_option_and_nothing_is_started()
    {
        using var taken = new TcpListener(IPAddress.Loopback, ports[1]);
        taken.Start();
        var run = new CliRun();

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("up", "--data", data.Path, "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", "--mcp", $"{ports[4]}"));
        Assert.Contains($"Port {ports[1]} for gRPC is taken", run.Error.ToString());
        Assert.Contains($"--grpc {ports[1] + 1}", run.Error.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Path));
    }

    [Fact]
    public async Task One_port_for_both_doors_is_a_usage_error()
    {
        var run = new CliRun();

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("up", "--data", data.Path, "--http", $"{ports[0]}", "--grpc", $"{ports[0]}"));
    }

    [Fact]
    public async Task An_open_door_without_a_key_is_refused_with_the_reason()
    {
        var run = new CliRun().With("CORE_HTTP_ADDR", $"0.0.0.0:{ports[0]}").With("DB_DSN", "postgres://nobody@127.0.0.1:1/none");

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("up", "--grpc", $"{ports[1]}", "--mcp", $"{ports[4]}"));
        Assert.Contains("INTERNAL_API_KEY", run.Error.ToString());
    }

    [Fact]
    public async Task A_database_of_a_newer_release_is_refused_with_what_to_do()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using (var command = database.DataSource.CreateCommand(
            "create table schema_migrations (version integer primary key, name text, checksum text, applied_at timestamptz default now(), oldest_core integer); insert into schema_migrations values (9999, 'future', 'x', default, 9999)"))
        {
            await command.ExecuteNonQueryAsync();
        }

        var run = new CliRun().With("DB_DSN", database.ConnectionString);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("up", "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", "--mcp", $"{ports[4]}"));
        Assert.Contains("9999_future", run.Error.ToString());
        Assert.Contains("Start a newer build", run.Error.ToString());
    }

    public void Dispose() => data.Dispose();
}
