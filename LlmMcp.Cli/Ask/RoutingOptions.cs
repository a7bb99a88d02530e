using System.CommandLine;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Ask;

/// <summary>What decides who answers: the options of <c>ask</c> and <c>route</c> alike.</summary>
internal sealed class RoutingOptions
{
    private static readonly string[] Qualities = ["turbo", "economy", "standard", "premium", "ultra", "max"];
    private static readonly string[] Tasks = ["chat", "reason", "embed"];

    private readonly Option<string?> model = new("--model", "-m") { Description = "Model by name, such as llama3.2:3b.", HelpName = "NAME" };
    private readonly Option<string?> provider = new("--provider") { Description = "Who answers: auto, ollama, compat, openai, openrouter.", HelpName = "NAME" };
    private readonly Option<string?> quality = new("--quality", "-q") { Description = "How good the answer has to be.", HelpName = string.Join('|', Qualities) };
    private readonly Option<string?> task = new("--task") { Description = "What kind of answer; reason prefers thinking models.", HelpName = string.Join('|', Tasks) };
    private readonly Option<bool> thinking = new("--thinking") { Description = "Ask the model to think and show what it thinks." };
    private readonly Option<bool> noThinking = new("--no-thinking") { Description = "Ask for the answer alone and hide thoughts." };
    private readonly Option<bool> localOnly = new("--local-only") { Description = "Never ask a cloud." };
    private readonly Option<bool> preferLocal = new("--prefer-local") { Description = "Rather wait for a node of your own than ask a cloud." };
    private readonly Option<bool> forceCloud = new("--force-cloud") { Description = "Ask a cloud where there is a key for one." };
    private readonly Option<decimal?> maxCost = new("--max-cost") { Description = "Most that a cloud may be expected to cost, in USD.", HelpName = "USD" };
    private readonly Option<int?> maxLatency = new("--max-latency-ms") { Description = "Local only where it was measured to answer within so many milliseconds.", HelpName = "MS" };

    public void AddTo(Command command)
    {
        quality.AcceptOnlyFromAmong(Qualities);
        task.AcceptOnlyFromAmong(Tasks);
        maxCost.Within(0, 1_000_000);
        maxLatency.Within(1, int.MaxValue);
        foreach (var option in new Option[] { model, provider, quality, task, thinking, noThinking, localOnly, preferLocal, forceCloud, maxCost, maxLatency })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            Exclude(thinking, noThinking);
            Exclude(localOnly, forceCloud);

            void Exclude(Option<bool> one, Option<bool> other)
            {
                if (result.GetValue(one) && result.GetValue(other))
                {
                    result.AddError($"{one.Name} and {other.Name} exclude each other.");
                }
            }
        });
    }

    /// <summary>The request with what was said here.</summary>
    public AskRequest ApplyTo(Invocation invocation, AskRequest request) => request with
    {
        Model = invocation.Value(model),
        Provider = invocation.Value(provider),
        Quality = invocation.Value(quality),
        Task = invocation.Value(task),
        Thinking = invocation.Value(thinking) ? true : invocation.Value(noThinking) ? false : null,
        Constraints = Constraints(invocation),
    };

    private JsonObject Constraints(Invocation invocation)
    {
        var constraints = new JsonObject();
        constraints.PutSaid("local_only", Said(localOnly));
        constraints.PutSaid("prefer_local", Said(preferLocal));
        constraints.PutSaid("force_cloud", Said(forceCloud));
        constraints.PutSaid("max_cost_usd", invocation.Value(maxCost));
        constraints.PutSaid("max_latency_ms", invocation.Value(maxLatency));
        return constraints;

        bool? Said(Option<bool> option) => invocation.Value(option) ? true : null;
    }
}
