namespace LlmMcp.Simulator.Faults;

/// <summary>A fault that ends the connection without another byte.</summary>
internal sealed class ConnectionCut() : Exception("The connection was cut by a fault.");
