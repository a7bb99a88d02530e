using System.CommandLine;
using LlmMcp.Bench.ClaimSlots;
using LlmMcp.Bench.Costs;
using LlmMcp.Bench.Dashboards;
using LlmMcp.Bench.Discovery;
using LlmMcp.Bench.Drain;
using LlmMcp.Bench.FirstToken;
using LlmMcp.Bench.Fleet;
using LlmMcp.Bench.Kill;
using LlmMcp.Bench.Mcp;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Pickup;
using LlmMcp.Bench.Route;
using LlmMcp.Bench.Streams;
using LlmMcp.Bench.Submit;
using LlmMcp.Bench.Up;

namespace LlmMcp.Bench;

/// <summary>The command line: one command per scenario, and <c>all</c>.</summary>
internal static class BenchCommands
{
    private static readonly Option<int> Repeat = Number("--repeat", "How often, each time from nothing.", 1);
    private static readonly Option<int> Minutes = Number("--minutes", "Longest time for one repetition.", 15);
    private static readonly Option<int> Jobs = Number("--jobs", "Size of the backlog.", 100_000);
    private static readonly Option<int> Ended = Number("--jobs", "Ended jobs in the database.", 1_000_000);
    private static readonly Option<int> Concurrency = Number("--concurrency", "Requests at once.", 64);
    private static readonly Option<int> Batches = Number("--concurrency", "Requests at once.", 4);
    private static readonly Option<int> Seconds = Number("--seconds", "How long to go on.", 10);
    private static readonly Option<int> Size = Number("--size", "Jobs per request.", 1_000);
    private static readonly Option<int> Pickups = Number("--count", "Jobs, one at a time.", 2_000);
    private static readonly Option<int> Pairs = Number("--count", "Pairs of calls.", 500);
    private static readonly Option<int> Streams = Number("--streams", "Event streams open at once.", 10_000);
    private static readonly Option<int> Calls = Number("--count", "Rounds of calls.", 2_000);
    private static readonly Option<int> Sessions = Number("--sessions", "Sessions at once.", 1_000);
    private static readonly Option<int> LateJobs = Number("--jobs", "Size of the backlog.", 20_000);
    private static readonly Option<int> Devices = Number("--devices", "Devices that can run the jobs.", 50);
    private static readonly Option<int> Slots = Number("--slots", "Slots of each device.", 4);
    private static readonly Option<int> IdleSeconds = Number("--idle-seconds", "Idleness before memory is read.", 15);
    private static readonly Option<int> Answers = Number("--answers", "Answers in the last thirty days.", 1_000_000);
    private static readonly Option<int> AllNodes = Number("--nodes", "Nodes in all.", 200);
    private static readonly Option<int> Dead = Number("--dead", "Nodes of these that do not answer.", 20);
    private static readonly Option<int> FleetJobs = Number("--jobs", "Size of the backlog.", 5_000);
    private static readonly Option<int> Nodes = Number("--nodes", "Simulated nodes.", 50);
    private static readonly Option<int> ManyNodes = Number("--nodes", "Nodes of the fleet.", 1_000);
    private static readonly Option<int> Models = Number("--models", "Models on each node.", 30);
    private static readonly Option<bool> Profile = new("--profile") { Description = "Print the database's most expensive statements. Needs PostgreSQL's contrib modules and costs some speed." };

    public static Task<int> RunAsync(string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("The benchmark reads /proc and needs Linux.");
            return Task.FromResult(2);
        }

        return new RootCommand("Measures llm-mcp, each part in a process of its own on a private PostgreSQL, and prints Markdown.")
        {
            Scenario("drain", "A backlog drained by one worker.", [Jobs, Profile], parsed => [new DrainScenario(parsed.GetValue(Jobs), parsed.GetValue(Profile))]),
            Scenario("claim-slots", "Late-bound jobs claimed with slots.", [LateJobs, Devices, Slots], parsed => [new ClaimSlotsScenario(parsed.GetValue(LateJobs), parsed.GetValue(Devices), parsed.GetValue(Slots))]),
            Scenario("submit", "Durable submits over HTTP.", [Concurrency, Seconds], parsed => [new SubmitScenario(parsed.GetValue(Concurrency), parsed.GetValue(Seconds))]),
            Scenario("submit-batch", "Durable submits in batches.", [Size, Batches, Seconds], parsed => [new SubmitBatchScenario(parsed.GetValue(Size), parsed.GetValue(Batches), parsed.GetValue(Seconds))]),
            Scenario("pickup", "From submit to the start of the handler.", [Pickups], parsed => [new PickupScenario(parsed.GetValue(Pickups))]),
            Scenario("ttft", "Time to first token, added.", [Pairs], parsed => [new FirstTokenScenario(parsed.GetValue(Pairs))]),
            Scenario("fleet", "Jobs that name a quality, over many nodes.", [FleetJobs, Nodes, Profile], parsed => [new FleetScenario(parsed.GetValue(FleetJobs), parsed.GetValue(Nodes), parsed.GetValue(Profile))]),
            Scenario("sse", "Many event streams.", [Streams], parsed => [new StreamsScenario(parsed.GetValue(Streams))]),
            Scenario("kill", "A worker killed with -9.", [], static _ => [new KillScenario()]),
            Scenario("dashboard", "The dashboard of a large installation.", [Ended, Seconds], parsed => [new DashboardScenario(parsed.GetValue(Ended), parsed.GetValue(Seconds))]),
            Scenario("route", "A decision over a large fleet.", [ManyNodes, Models], parsed => [new RouteScenario(parsed.GetValue(ManyNodes), parsed.GetValue(Models))]),
            Scenario("up", "llm-mcp up from nothing, and its memory.", [IdleSeconds], parsed => [new UpScenario(parsed.GetValue(IdleSeconds))]),
            Scenario("costs", "A month's costs added up.", [Answers], parsed => [new CostsScenario(parsed.GetValue(Answers))]),
            Scenario("discovery", "A round over many nodes, some of them dead.", [AllNodes, Dead], parsed => [new DiscoveryScenario(parsed.GetValue(AllNodes), parsed.GetValue(Dead))]),
            Scenario("mcp", "Tool calls of MCP beside the calls they make.", [Calls], parsed => [new McpScenario(parsed.GetValue(Calls))]),
            Scenario("mcp-sessions", "Memory of many MCP sessions.", [Sessions], parsed => [new McpSessionsScenario(parsed.GetValue(Sessions))]),
            Scenario("all", "Everything, with the defaults.", [], static _ => All),
        }.Parse(arguments).InvokeAsync();
    }

    private static IReadOnlyList<IScenario> All =>
    [
        new DrainScenario(100_000, profile: false), new DrainScenario(1_000_000, profile: false), new ClaimSlotsScenario(20_000, 50, 4), new SubmitScenario(64, 10), new SubmitBatchScenario(1_000, 4, 10),
        new PickupScenario(2_000), new FirstTokenScenario(500), new StreamsScenario(10_000), new KillScenario(), new DashboardScenario(1_000_000, 10), new UpScenario(15),
        new FleetScenario(5_000, 50, profile: false), new RouteScenario(1_000, 30), new CostsScenario(1_000_000), new DiscoveryScenario(200, 20), new McpScenario(2_000), new McpSessionsScenario(1_000),
    ];

    private static Command Scenario(string name, string description, Option[] options, Func<ParseResult, IReadOnlyList<IScenario>> make)
    {
        var command = new Command(name, description) { Repeat, Minutes };
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
            new BenchRun(parsed.GetValue(Repeat), TimeSpan.FromMinutes(parsed.GetValue(Minutes))).RunAsync(make(parsed), cancellationToken));
        return command;
    }

    private static Option<int> Number(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = $"{description} Default {standard}.", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }
}
