namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>A model of the catalogue.</summary>
internal sealed record OpenRouterModel
{
    /// <summary>The name it is asked for by, e.g. <c>openai/gpt-4o-mini</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>chat</c> or <c>embed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>False for makers of pictures and sounds.</summary>
    public bool AnswersText { get; init; } = true;

    /// <summary>Longest context in tokens; null when the catalogue does not say.</summary>
    public int? Context { get; init; }

    /// <summary>It can show a chain of thought.</summary>
    public bool Thinking { get; init; }

    /// <summary>It can call tools.</summary>
    public bool Tools { get; init; }

    /// <summary>It can look at pictures.</summary>
    public bool Vision { get; init; }

    /// <summary>What it costs.</summary>
    public required Price Price { get; init; }
}
