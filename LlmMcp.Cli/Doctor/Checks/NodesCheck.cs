namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>The model servers that the environment names, asked from here.</summary>
internal static class NodesCheck
{
    private const string Topic = "Model servers";

    public static async Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken) =>
        await Task.WhenAll(NamedNodes.In(examination.Host).Select(node => ProbeAsync(node, cancellationToken)));

    private static async Task<Finding> ProbeAsync(NamedNode node, CancellationToken cancellationToken)
    {
        if (node.Address is null)
        {
            return new Finding(Topic, node.Variable, Verdict.Problem, $"is not an address: {node.Text}", "Write it like http://127.0.0.1:11434.");
        }

        return await NodeProbe.AskAsync(node, cancellationToken) switch
        {
            NodeAnswer.Models { Count: 0 } => new Finding(Topic, node.Shown, Verdict.Warning, "answers, but has no model", node.IsOllama ? "Fetch one: `ollama pull llama3.2:3b`." : "Load a model there."),
            NodeAnswer.Models models => new Finding(Topic, node.Shown, Verdict.Ok, $"answers with {models.Count} {(models.Count == 1 ? "model" : "models")}"),
            NodeAnswer.Silent silent when node.IsDefault => new Finding(
                Topic, node.Shown, Verdict.Note, $"no Ollama here ({silent.Why})", "Start Ollama, name another node with OLLAMA_BASE_URL, or try `llm-mcp up --demo`."),
            NodeAnswer.Silent silent => new Finding(Topic, node.Shown, Verdict.Warning, $"does not answer: {silent.Why}", $"Start it, or correct {node.Variable}."),
            var other => throw new System.Diagnostics.UnreachableException($"{other} is not handled."),
        };
    }
}
