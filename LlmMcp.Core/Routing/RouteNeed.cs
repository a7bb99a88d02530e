using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>
/// What a job asks for whose kind, model and device are chosen anew at each claim. Two requests that ask for the same are one
/// block to the scheduler, whatever their prompts; <see cref="RouteNeedText"/> is how it is stored.
/// </summary>
internal sealed record RouteNeed
{
    /// <summary>A stored need that this version cannot read. Nothing answers it here; a newer Core may.</summary>
    public static RouteNeed Unreadable { get; } = new() { IsUnreadable = true };

    /// <summary>True for <see cref="Unreadable"/> only.</summary>
    public bool IsUnreadable { get; private init; }

    /// <summary>The answer is a vector.</summary>
    public bool Embedding { get; init; }

    /// <summary>Asked with messages; else with a prompt.</summary>
    public bool Messages { get; init; }

    /// <summary>One of <see cref="Qualities"/> when it decides the model; null when the model is named or the default is meant.</summary>
    public string? Quality { get; init; }

    /// <summary>The bucket of the exact estimate (<see cref="Qualities.BucketOf"/>); 0 without a quality.</summary>
    public int Bucket { get; init; }

    /// <summary>Tokens of context a model must have, a <see cref="ContextClass"/>; 0 without a quality.</summary>
    public int Context { get; init; }

    /// <summary>The model asked for by name; empty when none is.</summary>
    public string Model { get; init; } = "";

    /// <summary>The one provider allowed, or <see cref="RequestShape.Auto"/>.</summary>
    public string Provider { get; init; } = RequestShape.Auto;

    /// <summary>Models that think come first.</summary>
    public bool Thinks { get; init; }

    /// <summary>Waiting for a local node is no reason to ask a cloud.</summary>
    public bool PreferLocal { get; init; }

    /// <summary>A cloud, as long as one has a key.</summary>
    public bool ForceCloud { get; init; }

    /// <summary>Never a cloud.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>Longest measured answer of a local place in milliseconds; 0 means no limit.</summary>
    public int MaxLatencyMs { get; init; }

    /// <summary>Most that a cloud may be expected to cost; null means no limit.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>With <see cref="MaxCostUsd"/>: tokens of the prompt, a <see cref="ContextClass"/>; else 0.</summary>
    public int PromptTokens { get; init; }

    /// <summary>With <see cref="MaxCostUsd"/>: tokens of the answer, a <see cref="ContextClass"/>; else 0.</summary>
    public int AnswerTokens { get; init; }

    /// <summary>With a quality: seconds one attempt may take; a longer wait for a local node means a cloud. Else 0.</summary>
    public int AttemptSeconds { get; init; }

    /// <summary>A provider that is named and is a cloud.</summary>
    public bool IsForCloud => Provider is Contracts.Providers.OpenAi or Contracts.Providers.OpenRouter;

    /// <summary>A provider that is named and runs on the owner's nodes.</summary>
    public bool IsForNodes => Provider is Contracts.Providers.Ollama or Contracts.Providers.Compat;

    /// <summary>True when no place but the owner's nodes may answer.</summary>
    public bool StaysLocal => LocalOnly || IsForNodes;

    /// <summary>The block of a job with this need.</summary>
    public WorkBlock ToBlock() => WorkBlock.LateBound(RouteNeedText.Write(this));
}
