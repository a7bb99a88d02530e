namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>One way to a node.</summary>
/// <param name="Url">The base address.</param>
/// <param name="HostHeader">What to send as Host, where the server does not accept the address itself.</param>
internal sealed record NodeRoute(Uri Url, string? HostHeader = null);
