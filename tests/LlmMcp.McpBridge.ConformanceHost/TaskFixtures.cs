using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tasks;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>The suite's tools that run as tasks, and the tasks themselves, which may ask their client: what jobs never do.</summary>
internal sealed class TaskFixtures(TimeProvider time) : ITaskSource
{
    private static readonly Dictionary<string, TaskSupport> Supports = new()
    {
        ["slow_compute"] = TaskSupport.Possible,
        ["protocol_error_job"] = TaskSupport.Possible,
        ["confirm_delete"] = TaskSupport.Possible,
        ["multi_input"] = TaskSupport.Possible,
        ["failing_job"] = TaskSupport.Required,
    };

    private readonly ConcurrentDictionary<string, FixtureTask> tasks = new(StringComparer.Ordinal);

    public IEnumerable<McpServerTool> Tools() =>
    [
        FixturePart.Tool("greet", "Greets at once", static (string name) => FixturePart.Text($"Hello, {name}!")),
        FixturePart.Tool("slow_compute", "Takes its time", (double seconds, CancellationToken token, string label = "") => ComputeAsync(seconds, label, token)),
        FixturePart.Tool("failing_job", "Fails after a while", static () => new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "The job failed, as it always does." }] }),
        FixturePart.Tool("protocol_error_job", "Breaks", static CallToolResult () => throw new McpProtocolException("The job broke.", McpErrorCode.InternalError)),
        FixturePart.Tool("confirm_delete", "Asks before it deletes", static (string filename) => FixturePart.Text($"{filename} needs a task to be deleted.")),
        FixturePart.Tool("multi_input", "Asks two things at once", static () => FixturePart.Text("This needs a task.")),
        new ComposedTool(),
    ];

    public TaskSupport SupportOf(McpServerTool? tool) => tool is null ? TaskSupport.Never
        : tool is ComposedTool ? TaskSupport.Possible
        : Supports.GetValueOrDefault(tool.ProtocolTool.Name);

    public ValueTask<TaskStart> StartAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var call = request.Params!;
        if (call.Name == ComposedTool.Name && InputTools.NameIn(call) is null)
        {
            // What can be asked before the task begins is asked before.
            throw InputTools.Ask("user_name", InputTools.AskName());
        }

        var task = new FixtureTask(time);
        tasks[task.State.Id] = task;
        _ = task.RunAsync(token => WorkAsync(task, call, token));
        return ValueTask.FromResult<TaskStart>(new TaskStart.Begun(task.State));
    }

    public ValueTask<TaskState?> FindAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult(tasks.GetValueOrDefault(id)?.State);

    public ValueTask<bool> CancelAsync(string id, CancellationToken cancellationToken)
    {
        tasks.GetValueOrDefault(id)?.Cancel();
        return ValueTask.FromResult(tasks.ContainsKey(id));
    }

    public ValueTask<bool> AnswerAsync(string id, JsonObject answers, CancellationToken cancellationToken)
    {
        tasks.GetValueOrDefault(id)?.Answer(answers);
        return ValueTask.FromResult(tasks.ContainsKey(id));
    }

    public async IAsyncEnumerable<TaskState> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var task = tasks.GetValueOrDefault(id);
        for (var more = task is not null; more;)
        {
            var (state, changed) = task!.Look();
            yield return state;
            more = !state.IsFinal;
            if (more)
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task<CallToolResult> WorkAsync(FixtureTask task, CallToolRequestParams call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments ?? new Dictionary<string, JsonElement>();
        switch (call.Name)
        {
            case "slow_compute":
                return await ComputeAsync(arguments["seconds"].GetDouble(), arguments.TryGetValue("label", out var label) ? label.GetString() ?? "" : "", cancellationToken);
            case "failing_job":
                await Task.Delay(TimeSpan.FromSeconds(0.5), time, cancellationToken);
                return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "The job failed, as it always does." }] };
            case "protocol_error_job":
                throw new McpProtocolException("The job broke.", McpErrorCode.InternalError);
            case "confirm_delete":
                await task.AskAsync(cancellationToken, ("confirm", Questions.Field("Delete it?", "confirm", "boolean")));
                return FixturePart.Text("Deleted.");
            case "multi_input":
                await task.AskAsync(cancellationToken, ("name", Questions.Field("Who?", "name", "string")), ("sure", Questions.Field("Sure?", "confirm", "boolean")));
                return FixturePart.Text("Both were answered.");
            default:
                return FixturePart.Text($"Done for {InputTools.NameIn(call)}.");
        }
    }

    private async Task<CallToolResult> ComputeAsync(double seconds, string label, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellationToken);
        return FixturePart.Text($"Computed {label} for {seconds} s.");
    }

    /// <summary>Asks in the call itself, and becomes a task once it knows enough.</summary>
    private sealed class ComposedTool : McpServerTool
    {
        public const string Name = "test_tool_with_task";

        public override Tool ProtocolTool { get; } = new() { Name = Name, Description = "Asks, then works", InputSchema = JsonSerializer.SerializeToElement(new { type = "object" }) };

        public override IReadOnlyList<object> Metadata => [];

        public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
            InputTools.NameIn(request.Params!) is { } name ? ValueTask.FromResult(FixturePart.Text($"Done for {name}.")) : throw InputTools.Ask("user_name", InputTools.AskName());
    }
}
