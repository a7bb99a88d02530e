using System.Net;
using LlmMcp.Simulator.Fleet;

namespace LlmMcp.Simulator.Listening;

/// <summary>A port together with the node it belongs to, so that the transport knows whom it opens it for.</summary>
internal sealed class NodeEndPoint(IPAddress address, int port, SimulatedNode node) : IPEndPoint(address, port)
{
    public SimulatedNode Node { get; } = node;
}
