using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace LlmMcp.McpBridge.Tests.Tasks;

/// <summary>Tasks on the real queue.</summary>
public sealed class JobTaskTests
{
    private static readonly JsonObject Declared = new() { ["extensions"] = new JsonObject { ["io.modelcontextprotocol/tasks"] = new JsonObject() } };

    [Fact]
    public async Task A_task_outlives_the_bridge_and_Core_and_is_found_by_its_id()
    {
        await using var core = await CoreRig.StartAsync();
        string id;
        await using (var first = await StartAsync(core))
        {
            var created = (await new RawMcp(first.Http).AskAsync(Call("""{"say":["three"," words"," here"],"hold":"a"}"""))).Message!["result"]!;
            id = (string)created["taskId"]!;
            Assert.Equal("task", (string?)created["resultType"]);
            Assert.Equal(604_800_000, (long)created["ttlMs"]!);
            Assert.True((long)created["pollIntervalMs"]! > 0);
        }

        await core.RestartCoreAsync();
        await using var second = await StartAsync(core);
        Assert.Equal("working", (string?)(await AskTaskAsync(second, "tasks/get", id))["status"]);
        core.Jobs.Release("a");

        JsonNode? done = null;
        await Eventually.TrueAsync(async () => (string?)(done = await AskTaskAsync(second, "tasks/get", id))["status"] == "completed");
        Assert.Contains("three words here", done!["result"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_cancelled_takes_its_job_along_and_one_that_failed_is_completed_with_an_error()
    {
        await using var core = await CoreRig.StartAsync();
        await using var rig = await StartAsync(core);
        var mcp = new RawMcp(rig.Http);
        var held = (string)(await mcp.AskAsync(Call("""{"hold":"never"}"""))).Message!["result"]!["taskId"]!;
        var failing = (string)(await mcp.AskAsync(Call("""{"fail":"it broke"}"""))).Message!["result"]!["taskId"]!;

        Assert.Equal("complete", (string?)(await AskTaskAsync(rig, "tasks/cancel", held))["resultType"]);
        Assert.Equal("complete", (string?)(await AskTaskAsync(rig, "tasks/cancel", held))["resultType"]);
        Assert.Equal("cancelled", (string?)(await AskTaskAsync(rig, "tasks/get", held))["status"]);
        JsonNode? failed = null;
        await Eventually.TrueAsync(async () => (string?)(failed = await AskTaskAsync(rig, "tasks/get", failing))["status"] == "completed");
        Assert.True((bool?)failed!["result"]!["isError"]);

        var (_, unknown) = await mcp.AskAsync(TaskRequest("tasks/get", "01900000-0000-7000-8000-000000000000"));
        Assert.Equal(-32602, (int)unknown!["error"]!["code"]!);
    }

    [Fact]
    public async Task Changes_are_told_to_who_listens_and_the_stream_ends_with_the_task()
    {
        await using var core = await CoreRig.StartAsync();
        await using var rig = await StartAsync(core);
        var mcp = new RawMcp(rig.Http);
        var id = (string)(await mcp.AskAsync(Call("""{"say":["done"],"hold":"b"}"""))).Message!["result"]!["taskId"]!;
        using var stream = await mcp.SendAsync(RawMcp.Alone("subscriptions/listen", new JsonObject { ["notifications"] = new JsonObject { ["taskIds"] = new JsonArray(id) } }, id: 5, capabilities: Declared));

        core.Jobs.Release("b");
        var told = await RawMcp.ReadAsync(stream);

        Assert.Equal("notifications/subscriptions/acknowledged", (string?)told[0]["method"]);
        Assert.Equal(id, (string?)told[0]["params"]!["notifications"]!["taskIds"]![0]);
        var last = told[^2];
        Assert.Equal(("notifications/tasks", "completed"), ((string?)last["method"], (string?)last["params"]!["status"]));
        Assert.Equal(5, (int)last["params"]!["_meta"]!["io.modelcontextprotocol/subscriptionId"]!);
    }

    [Fact]
    public async Task Clients_of_2025_11_25_ask_for_a_task_and_wait_for_its_result()
    {
        await using var core = await CoreRig.StartAsync();
        await using var rig = await StartAsync(core);
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync();
        var listed = (await mcp.AskAsync(RawMcp.InSession(session, "tools/list"))).Message!["result"]!["tools"]!.AsArray();
        Assert.Equal("optional", (string?)listed.Single(static tool => (string?)tool!["name"] == "scripted")!["execution"]!["taskSupport"]);

        var parameters = Parameters("""{"say":["old"],"hold":"c"}""");
        parameters["task"] = new JsonObject { ["ttl"] = 60_000 };
        var task = (await mcp.AskAsync(RawMcp.InSession(session, "tools/call", parameters, id: 2))).Message!["result"]!["task"]!;
        var waiting = mcp.AskAsync(RawMcp.InSession(session, "tasks/result", new JsonObject { ["taskId"] = task["taskId"]!.DeepClone() }, id: 3));
        core.Jobs.Release("c");
        var result = (await waiting).Message!["result"]!;

        Assert.Contains("old", result.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((string?)task["taskId"], (string?)result["_meta"]!["io.modelcontextprotocol/related-task"]!["taskId"]);
    }

    [Fact]
    public async Task Who_does_not_know_tasks_waits_for_the_answer()
    {
        await using var core = await CoreRig.StartAsync();
        await using var rig = await StartAsync(core);

        var (_, message) = await new RawMcp(rig.Http).AskAsync(Call("""{"say":["at once"]}""", capabilities: []));

        Assert.Contains("at once", message!["result"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(message["result"]!["taskId"]);
    }

    private static Task<BridgeRig> StartAsync(CoreRig core) => BridgeRig.StartWithAsync(static services => services.AddSingleton<IServerPart, ScriptedPart>(), core.Url);

    private static JsonObject Parameters(string script) => new() { ["name"] = "scripted", ["arguments"] = JsonNode.Parse(script) };

    private static HttpRequestMessage Call(string script, JsonObject? capabilities = null) =>
        RawMcp.Alone("tools/call", Parameters(script), capabilities: capabilities ?? Declared, name: "scripted");

    private static HttpRequestMessage TaskRequest(string method, string id) =>
        RawMcp.Alone(method, new JsonObject { ["taskId"] = id }, capabilities: Declared, name: id);

    private static async Task<JsonNode> AskTaskAsync(BridgeRig rig, string method, string id) =>
        (await new RawMcp(rig.Http).AskAsync(TaskRequest(method, id))).Message!["result"]!;
}
