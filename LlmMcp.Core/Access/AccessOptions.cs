namespace LlmMcp.Core.Access;

/// <summary>Who may call. Section <c>Access</c>; checked at start by <see cref="AccessOptionsValidator"/>.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>The key of workers and of the operator. Empty by default, which is allowed on loopback only.</summary>
    public string InternalKey { get; set; } = "";

    /// <summary>CIDRs, comma separated, whose workers and clients need no key. Empty by default.</summary>
    public string TrustedNetworks { get; set; } = "";
}
