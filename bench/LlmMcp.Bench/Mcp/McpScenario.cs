using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;

namespace LlmMcp.Bench.Mcp;

/// <summary>What a tool call costs beside the call of Core's HTTP API it makes: the same question asked both ways, in turns.</summary>
internal sealed class McpScenario(int count) : IScenario
{
    private const int WarmUp = 300;
    private const string Tool = "llm_job_list";
    private const string Arguments = """{"limit":1}""";
    private const string Path = "/v1/jobs?limit=1&brief=1";

    private static readonly Figure Added = new("MCP tool call over the HTTP API, 2026-07-28, p50", "ms", Goal.Most(3));
    private static readonly Figure Session = new("… in a session (2025-11-25), p50", "ms", Goal.Most(3));
    private static readonly Figure P99 = new("… 2026-07-28, p99 less p99", "ms");
    private static readonly Figure Direct = new("… the HTTP API itself, p50", "ms");

    public string Title => "MCP tool calls";

    public string Command => $"mcp --count {count}";

    public string Settings =>
        $"PostgreSQL, one Core, one bridge and the client share the machine. {count:N0} rounds of three calls one after the other, each on a kept connection: GET {Path} at Core, then {Tool}, which makes that call, "
        + "through the bridge as a request that stands alone, then within a session. The added time is the difference of the percentiles.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        var bridge = await stage.StartBridgeAsync(core, cancellationToken);
        using var direct = new HttpClient { BaseAddress = core.BaseUrl };
        using var alone = new HttpClient { BaseAddress = bridge.BaseUrl };
        using var within = new HttpClient { BaseAddress = bridge.BaseUrl };
        var session = await McpCalls.BeginAsync(within, cancellationToken);
        List<double>[] times = [[], [], []];
        for (var i = -WarmUp; i < count; i++)
        {
            await TimeAsync(times[0], direct, new HttpRequestMessage(HttpMethod.Get, Path));
            await TimeAsync(times[1], alone, McpCalls.Alone(Tool, Arguments));
            await TimeAsync(times[2], within, McpCalls.InSession(session, Tool, Arguments));

            async Task TimeAsync(List<double> samples, HttpClient http, HttpRequestMessage request)
            {
                var start = Ticks.Now;
                using var answer = await McpCalls.SendAsync(http, request, cancellationToken);
                if (i >= 0)
                {
                    samples.Add(Ticks.MillisecondsSince(start));
                }
            }
        }

        var (api, call, inSession) = (new Samples(times[0]), new Samples(times[1]), new Samples(times[2]));
        return new ScenarioResult(
            [
                new Measurement(Added, call.P50 - api.P50), new Measurement(Session, inSession.P50 - api.P50),
                new Measurement(P99, call.P99 - api.P99), new Measurement(Direct, api.P50),
            ],
            [$"alone p50 {call.P50:0.00} ms, p99 {call.P99:0.00} ms", $"in a session p50 {inSession.P50:0.00} ms, p99 {inSession.P99:0.00} ms", $"the API p99 {api.P99:0.00} ms"]);
    }
}
