using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Ask;

/// <summary>The options of <c>llm-mcp ask</c> and the request they make.</summary>
internal sealed class AskOptions
{
    private readonly Argument<string?> prompt = new("prompt")
    {
        Description = "The question. Read from standard input when it is `-`, or left out with something piped in.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly RoutingOptions routing = new();
    private readonly Option<string?> system = new("--system", "-s") { Description = "System prompt.", HelpName = "TEXT" };
    private readonly Option<double?> temperature = new("--temperature", "-t") { Description = "Sampling temperature, 0 to 2.", HelpName = "N" };
    private readonly Option<int?> maxTokens = new("--max-tokens") { Description = "Most tokens to generate, from 1.", HelpName = "N" };
    private readonly Option<int?> priority = new("--priority") { Description = "Jobs with a higher one run first.", HelpName = "N" };
    private readonly Option<string> source = new("--source") { Description = "Name under which the queue is fair to you.", HelpName = "NAME", DefaultValueFactory = _ => "cli" };
    private readonly Option<int?> timeout = new("--timeout") { Description = "Cancel after so many seconds, waiting included.", HelpName = "SECONDS" };
    private readonly Option<bool> noStream = new("--no-stream") { Description = "Show the answer when it is complete." };

    public void AddTo(Command command)
    {
        routing.AddTo(command);
        temperature.Within(0, 2);
        maxTokens.Within(1, int.MaxValue);
        timeout.Within(1, 86_400);
        priority.Within(int.MinValue, int.MaxValue);
        foreach (var option in new Option[] { system, temperature, maxTokens, priority, source, timeout, noStream })
        {
            command.Add(option);
        }

        command.Add(prompt);
    }

    public async Task<AskRequest> ReadAsync(Invocation invocation, CancellationToken cancellationToken) => routing.ApplyTo(invocation, new AskRequest
    {
        Prompt = await PromptInput.ReadAsync(invocation.Value(prompt), invocation.Terminal, cancellationToken),
        System = invocation.Value(system),
        Temperature = invocation.Value(temperature),
        MaxTokens = invocation.Value(maxTokens),
        Priority = invocation.Value(priority),
        Source = invocation.Value(source)!,
        TimeoutSeconds = invocation.Value(timeout),
        Stream = !invocation.Value(noStream),
    });
}
