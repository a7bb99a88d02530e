namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>A node somebody configured: where it is and what it was said to be.</summary>
/// <param name="Id">The device id it gets.</param>
/// <param name="Name">What people call it.</param>
/// <param name="BaseUrl">Scheme, host, port, and a path where a proxy wants one.</param>
/// <param name="Provider">What it was configured as; the probe has the last word.</param>
/// <param name="Origin">The setting that names it.</param>
/// <param name="Simulated">A node of the simulator.</param>
internal sealed record NodeEndpoint(string Id, string Name, Uri BaseUrl, string Provider, string Origin, bool Simulated = false);
