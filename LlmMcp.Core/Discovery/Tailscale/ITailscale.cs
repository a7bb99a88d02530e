namespace LlmMcp.Core.Discovery.Tailscale;

/// <summary>Asks tailscale for its status.</summary>
internal interface ITailscale
{
    /// <summary>False when this machine is not to be asked: there is no tailscale here, or it is switched off.</summary>
    bool IsUsed { get; }

    /// <summary>The answer. Fails only with <paramref name="cancellationToken"/>.</summary>
    Task<TailscaleAnswer> StatusAsync(CancellationToken cancellationToken);
}

/// <summary>What tailscale answered.</summary>
/// <param name="Output">Its output; empty when <paramref name="Failure"/> is set.</param>
/// <param name="Failure">Why there is none, a sentence.</param>
internal sealed record TailscaleAnswer(ReadOnlyMemory<byte> Output, string? Failure = null);
