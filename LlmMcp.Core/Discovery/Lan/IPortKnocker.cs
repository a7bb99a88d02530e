using System.Net;

namespace LlmMcp.Core.Discovery.Lan;

/// <summary>Finds out whether anybody listens.</summary>
internal interface IPortKnocker
{
    /// <summary>True when the address accepts a connection on the port within a moment. Fails only with <paramref name="cancellationToken"/>.</summary>
    Task<bool> IsOpenAsync(IPAddress address, int port, CancellationToken cancellationToken);
}
