using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;

namespace LlmMcp.Bench.Mcp;

/// <summary>Many sessions on one bridge, each of them a client that has shaken hands, listed the tools, called one and listens.</summary>
internal sealed class McpSessionsScenario(int sessions) : IScenario
{
    private const int WarmUp = 200;
    private const int AtOnce = 16;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly Figure idle = new($"memory of the bridge per MCP session, {sessions:N0} sessions", "KB", Goal.Most(30));
    private readonly Figure listening = new("… with its stream open too", "KB");

    public string Title => $"{sessions:N0} MCP sessions";

    public string Command => $"mcp-sessions --sessions {sessions}";

    public string Settings =>
        "PostgreSQL, one Core, one bridge and the client share the machine. Memory: resident size of the bridge after "
        + $"{Rest.TotalSeconds} s of rest, less before; before, {WarmUp} sessions did the same and ended. Each session: initialize, tools/list, one tools/call; then, all at once, a GET stream each.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        var bridge = await stage.StartBridgeAsync(core, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = sessions + AtOnce }) { BaseAddress = bridge.BaseUrl };
        foreach (var session in await BeginAsync(http, WarmUp, cancellationToken))
        {
            using var end = new HttpRequestMessage(HttpMethod.Delete, "/mcp") { Headers = { { "Mcp-Session-Id", session } } };
            using var ended = (await http.SendAsync(end, cancellationToken)).EnsureSuccessStatusCode();
        }

        var before = await MemoryAsync(bridge, cancellationToken);
        var opening = Ticks.Now;
        var open = await BeginAsync(http, sessions, cancellationToken);
        var opened = Ticks.SecondsSince(opening);
        var after = await MemoryAsync(bridge, cancellationToken);
        var streams = new List<HttpResponseMessage>();
        try
        {
            foreach (var session in open)
            {
                streams.Add(await McpCalls.ListenAsync(http, session, cancellationToken));
            }

            var withStreams = await MemoryAsync(bridge, cancellationToken);
            return new ScenarioResult(
                [new Measurement(idle, (after - before) / sessions), new Measurement(listening, (withStreams - before) / sessions)],
                [$"the bridge {before / 1024:0} MB before, {after / 1024:0} MB with the sessions, {withStreams / 1024:0} MB with their streams", $"begun in {opened:0.0} s"]);
        }
        finally
        {
            streams.ForEach(static stream => stream.Dispose());
        }
    }

    private static async Task<double> MemoryAsync(BridgeProcess bridge, CancellationToken cancellationToken)
    {
        await Until.PassedAsync(Rest, cancellationToken);
        return ProcessTree.ResidentKilobytes(bridge.Process.Id);
    }

    private static async Task<string[]> BeginAsync(HttpClient http, int count, CancellationToken cancellationToken)
    {
        var begun = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (index, token) =>
        {
            begun[index] = await McpCalls.BeginAsync(http, token);
            using var called = await McpCalls.SendAsync(http, McpCalls.InSession(begun[index], "llm_job_list", """{"limit":1}"""), token);
        });
        return begun;
    }
}
