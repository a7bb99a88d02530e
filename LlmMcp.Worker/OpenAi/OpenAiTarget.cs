namespace LlmMcp.Worker.OpenAi;

/// <summary>Where a request goes and what this provider wants of it.</summary>
internal sealed record OpenAiTarget
{
    /// <summary>One of <see cref="Contracts.Providers"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>Base URL below which <c>chat/completions</c> lies.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Null sends no Authorization header.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Host header, where it differs from the address.</summary>
    public string HostHeader { get; init; } = "";

    /// <summary>Model for payloads that name none; empty leaves the choice to a server that has but one.</summary>
    public string DefaultModel { get; init; } = "";

    /// <summary>Temperature for payloads without one; null sends none.</summary>
    public double? DefaultTemperature { get; init; }

    /// <summary>Limit of tokens for payloads without one; null sends none.</summary>
    public int? DefaultMaxTokens { get; init; }

    /// <summary>
    /// OpenAI's own API wants <c>max_completion_tokens</c> and refuses <c>max_tokens</c> for reasoning models; older
    /// compatible servers ignore the new name and would run on without a limit.
    /// </summary>
    public bool WantsMaxCompletionTokens => Endpoint.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase);
}
