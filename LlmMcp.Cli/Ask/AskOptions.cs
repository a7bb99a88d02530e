using System.CommandLine;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Ask;

/// <summary>The options of <c>llm-mcp ask</c> and the request they make.</summary>
internal sealed class AskOptions
{
    private static readonly string[] Qualities = ["turbo", "economy", "standard", "premium", "ultra", "max"];
    private static readonly string[] Tasks = ["chat", "reason", "embed"];

    private readonly Argument<string?> prompt = new("prompt")
    {
        Description = "The question. Read from standard input when it is `-`, or left out with something piped in.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> model = new("--model", "-m") { Description = "Model by name, such as llama3.2:3b.", HelpName = "NAME" };
    private readonly Option<string?> provider = new("--provider") { Description = "Who answers: auto, ollama, compat, openai, openrouter.", HelpName = "NAME" };
    private readonly Option<string?> quality = new("--quality", "-q") { Description = "How good the answer has to be.", HelpName = string.Join('|', Qualities) };
    private readonly Option<string?> task = new("--task") { Description = "What kind of answer; reason prefers thinking models.", HelpName = string.Join('|', Tasks) };
    private readonly Option<string?> system = new("--system", "-s") { Description = "System prompt.", HelpName = "TEXT" };
    private readonly Option<double?> temperature = new("--temperature", "-t") { Description = "Sampling temperature, 0 to 2.", HelpName = "N" };
    private readonly Option<int?> maxTokens = new("--max-tokens") { Description = "Most tokens to generate, from 1.", HelpName = "N" };
    private readonly Option<int?> priority = new("--priority") { Description = "Jobs with a higher one run first.", HelpName = "N" };
    private readonly Option<string> source = new("--source") { Description = "Name under which the queue is fair to you.", HelpName = "NAME", DefaultValueFactory = _ => "cli" };
    private readonly Option<int?> timeout = new("--timeout") { Description = "Cancel after so many seconds, waiting included.", HelpName = "SECONDS" };
    private readonly Option<bool> thinking = new("--thinking") { Description = "Ask the model to think and show what it thinks." };
    private readonly Option<bool> noThinking = new("--no-thinking") { Description = "Ask for the answer alone and hide thoughts." };
    private readonly Option<bool> noStream = new("--no-stream") { Description = "Show the answer when it is complete." };

    public void AddTo(Command command)
    {
        quality.AcceptOnlyFromAmong(Qualities);
        task.AcceptOnlyFromAmong(Tasks);
        temperature.Within(0, 2);
        maxTokens.Within(1, int.MaxValue);
        timeout.Within(1, 86_400);
        priority.Within(int.MinValue, int.MaxValue);
        foreach (var option in new Option[] { model, provider, quality, task, system, temperature, maxTokens, priority, source, timeout, thinking, noThinking, noStream })
        {
            command.Add(option);
        }

        command.Add(prompt);
        command.Validators.Add(result =>
        {
            if (result.GetValue(thinking) && result.GetValue(noThinking))
            {
                result.AddError("--thinking and --no-thinking exclude each other.");
            }
        });
    }

    public async Task<AskRequest> ReadAsync(Invocation invocation, CancellationToken cancellationToken) => new()
    {
        Prompt = await PromptInput.ReadAsync(invocation.Value(prompt), invocation.Terminal, cancellationToken),
        Model = invocation.Value(model),
        Provider = invocation.Value(provider),
        Quality = invocation.Value(quality),
        Task = invocation.Value(task),
        System = invocation.Value(system),
        Temperature = invocation.Value(temperature),
        MaxTokens = invocation.Value(maxTokens),
        Priority = invocation.Value(priority),
        Source = invocation.Value(source)!,
        TimeoutSeconds = invocation.Value(timeout),
        Thinking = invocation.Value(thinking) ? true : invocation.Value(noThinking) ? false : null,
        Stream = !invocation.Value(noStream),
    };
}
