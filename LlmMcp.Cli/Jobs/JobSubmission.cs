using System.CommandLine;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Jobs;

/// <summary>The options of <c>llm-mcp jobs submit</c> and the body of <c>POST /v1/jobs</c> they make.</summary>
internal sealed class JobSubmission
{
    private readonly Argument<string> kind = new("kind") { Description = "What to do: ollama.generate, echo, a kind of your own, …" };

    private readonly Argument<string?> payload = new("payload")
    {
        Description = "The payload as JSON, @FILE to read it from a file, - for standard input. Default {}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> priority = new("--priority") { Description = "Jobs with a higher one run first.", HelpName = "N" };
    private readonly Option<string> source = new("--source") { Description = "Name under which the queue is fair to you.", HelpName = "NAME", DefaultValueFactory = _ => "cli" };
    private readonly Option<int?> maxAttempts = new("--max-attempts") { Description = "How often it may be tried, from 1.", HelpName = "N" };
    private readonly Option<DateTimeOffset?> deadline = new("--deadline") { Description = "When it is too late, such as 2026-12-31T18:00:00Z.", HelpName = "TIME" };
    private readonly Option<int?> timeout = new("--timeout") { Description = "Longest time of one attempt.", HelpName = "SECONDS" };

    public void AddTo(Command command)
    {
        maxAttempts.Within(1, 100);
        timeout.Within(1, 86_400);
        priority.Within(int.MinValue, int.MaxValue);
        deadline.Expects("a time such as 2026-12-31T18:00:00Z");
        command.Add(kind);
        command.Add(payload);
        foreach (var option in new Option[] { priority, source, maxAttempts, deadline, timeout })
        {
            command.Add(option);
        }
    }

    public async Task<JsonObject> ReadAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["kind"] = invocation.Value(kind),
            ["payload"] = await PayloadInput.ReadAsync(invocation.Value(payload), invocation.Terminal, cancellationToken),
            ["source"] = invocation.Value(source),
        };
        body.PutSaid("priority", invocation.Value(priority));
        body.PutSaid("max_attempts", invocation.Value(maxAttempts));
        body.PutSaid("deadline_at", invocation.Value(deadline)?.UtcDateTime.ToString("O"));
        body.PutSaid("timeout_seconds", invocation.Value(timeout));
        return body;
    }
}
