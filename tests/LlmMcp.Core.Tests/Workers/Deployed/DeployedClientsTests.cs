using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Tests.Fleet;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Workers.Deployed;

/// <summary>
/// The deployed worker and bridge against Core: their calls, replayed by another gRPC implementation with their own contract file.
/// </summary>
public sealed class DeployedClientsTests : IAsyncLifetime
{
    private const string Generated = """{"model":"llama3.2:3b","response":"Because.","done":true,"prompt_eval_count":12,"eval_count":80,"eval_duration":2000000000,"total_duration":2500000000}""";

    private static readonly string Folder = Path.Combine(RepositoryFolder.Root, "tests", "LlmMcp.Core.Tests", "Workers", "Deployed");
    private static readonly string Packages = Path.Combine(RepositoryFolder.Root, "tests", "LlmMcp.Grpc.Tests", "Node");

    private readonly int httpPort = FreePort.Next();
    private readonly int grpcPort = FreePort.Next();
    private TestDatabase database = null!;
    private FakeNode node = null!;

    public async Task InitializeAsync()
    {
        await NpmPackages.EnsureAsync(Packages);
        database = await CoreDatabase.CreateAsync();
        node = await FakeNode.StartOllamaAsync("llama3.2:3b");
        node.Answers["/api/generate"] = Generated;
    }

    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task The_worker_runs_echoes_generations_and_benchmarks_and_reports_failures_and_nodes()
    {
        await using var core = await StartAsync();
        var device = core.Get<FleetCache>().Current.Online(Providers.Ollama).Single().Id;
        await using var worker = Start("worker.js");
        var echo = await core.SubmitAsync("""{"kind":"echo","payload":{"via":"mcp"},"priority":2}""");
        var generation = await core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"llama3.2:3b","prompt":"Why?"}}""");

        var echoed = await DoneAsync(core, echo);
        Assert.Equal("""{"ok": true, "echo": {"via": "mcp"}}""", echoed.GetProperty("result").GetRawText());
        var answered = (await DoneAsync(core, generation)).GetProperty("result");
        Assert.Equal(("Because.", "ollama", device, "small", 12, 80, "0.00000$"), (
            answered.GetProperty("response").GetString(), answered.GetProperty("provider").GetString(), answered.GetProperty("device_id").GetString(),
            answered.GetProperty("tier").GetString(), answered.GetProperty("tokens_in").GetInt32(), answered.GetProperty("tokens_out").GetInt32(), answered.GetProperty("cost").GetString()));
        Assert.Equal("Because.", answered.GetProperty("data").GetProperty("response").GetString());

        var measuring = await core.PostForJsonAsync("/v1/benchmarks/run", $$"""{"provider":"ollama","model":"llama3.2:3b","task_type":"generate","prompt":"test","runs":1,"device_id":"{{device}}"}""");
        await DoneAsync(core, measuring.GetProperty("job_ids")[0].GetGuid());
        Assert.Contains((await core.GetJsonAsync("/v1/benchmarks?limit=20")).GetProperty("items").EnumerateArray(), item => item.GetProperty("tps").GetDouble() == 40 && item.GetProperty("device_id").GetString() == device);

        node.Answers.TryRemove("/api/generate", out _);
        var failing = await core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"llama3.2:3b","prompt":"Why?"},"max_attempts":1}""");
        var failed = await core.GetJsonAsync($"/v1/jobs/{failing}?wait=30");
        Assert.Equal(("error", "HTTP Error 404: Not Found"), (failed.GetProperty("status").GetString(), failed.GetProperty("error").GetString()));
        await database.UntilAsync("select status = 'offline' from devices where id = $1", device);
        Assert.Matches("^registered worker-", worker.Output);
        Assert.DoesNotContain("false", worker.Output, StringComparison.Ordinal);
        core.Log.VerifyNoErrors();
    }

    [Fact]
    public async Task The_worker_keeps_its_job_while_one_Core_replaces_another()
    {
        var answer = new TaskCompletionSource();
        node.Generating = answer.Task;
        Guid job;
        NodeProcess worker;
        await using (var old = await StartAsync())
        {
            worker = Start("worker.js");
            job = await old.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"llama3.2:3b","prompt":"Why?"}}""");
            await database.UntilAsync("select status = 'running' from jobs");
        }

        await using (worker)
        {
            await using var core = await StartAsync();
            // It does not register again; it is heard of when it beats next.
            var lease = await database.ScalarAsync<DateTime>("select lease_until from jobs");
            await database.UntilAsync("select lease_until > $1 from jobs", lease);
            answer.SetResult();

            var done = await DoneAsync(core, job);
            Assert.Equal((1, "Because."), (done.GetProperty("attempts").GetInt32(), done.GetProperty("result").GetProperty("response").GetString()));
        }
    }

    [Fact]
    public async Task The_bridge_submits_reads_and_follows()
    {
        await using var core = await StartAsync();
        await using var bridge = Start("bridge.js");
        var first = await ReadAsync(bridge);
        Assert.True((await core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w"}""")).TryGetProperty("job", out _));
        var id = first.GetProperty("submitted").GetProperty("job_id").GetString();
        await core.PostForJsonAsync("/v1/workers/complete", $$$"""{"worker_id":"w","job_id":"{{{id}}}","result":{"ok":true,"echo":{"via":"mcp"} } }""");
        var second = await ReadAsync(bridge);

        var (waiting, ended) = (first.GetProperty("waiting"), second.GetProperty("ended"));
        string[] keys = ["id", "kind", "payload_json", "status", "attempts", "max_attempts", "lease_until", "deadline_at", "result_json", "error", "priority", "queued_at", "updated_at"];
        Assert.Equal(keys, waiting.EnumerateObject().Select(static property => property.Name));
        Assert.Equal(("echo", """{"via": "mcp"}""", 3, "", ""), (waiting.GetProperty("kind").GetString(), waiting.GetProperty("payload_json").GetString(), waiting.GetProperty("max_attempts").GetInt32(), waiting.GetProperty("lease_until").GetString(), waiting.GetProperty("error").GetString()));
        Assert.Equal(("done", """{"ok": true, "echo": {"via": "mcp"}}"""), (ended.GetProperty("status").GetString(), ended.GetProperty("result_json").GetString()));
        var events = second.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal("done", events[^1].GetProperty("message").GetString());
        Assert.All(events, happened => Assert.Equal(("status", id), (happened.GetProperty("type").GetString(), happened.GetProperty("data").GetProperty("id").GetString())));
        Assert.Contains("NOT_FOUND", second.GetProperty("missing").GetString(), StringComparison.Ordinal);
    }

    private async Task<TestCore> StartAsync()
    {
        var core = await TestCore.StartAsync(
            database, null, ("Core:HttpAddress", $"127.0.0.1:{httpPort}"), ("Core:GrpcAddress", $"127.0.0.1:{grpcPort}"), ("Fleet:OllamaBaseUrl", node.Url.ToString()));
        await core.Get<NodeWatch>().RunOnceAsync(CancellationToken.None);
        return core;
    }

    private NodeProcess Start(string script) => NodeProcess.Start(Path.Combine(Folder, script), new NodeOptions
    {
        Arguments = [$"127.0.0.1:{grpcPort}", $"http://127.0.0.1:{httpPort}"],
        Environment = new Dictionary<string, string> { ["NODE_PATH"] = Path.Combine(Packages, "node_modules") },
    });

    private static async Task<JsonElement> DoneAsync(TestCore core, Guid id)
    {
        var job = await core.GetJsonAsync($"/v1/jobs/{id}?wait=30");
        Assert.True(job.GetProperty("status").GetString() == "done", job.ToString());
        return job;
    }

    private static async Task<JsonElement> ReadAsync(NodeProcess process)
    {
        var line = await process.ReadLineAsync() ?? throw new InvalidOperationException($"The bridge ended early: {process.Errors}");
        return JsonElement.Parse(line);
    }
}
