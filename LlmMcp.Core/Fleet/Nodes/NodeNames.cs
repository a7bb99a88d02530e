using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>What nodes are called that somebody named by their address. Pure.</summary>
internal static class NodeNames
{
    /// <summary>
    /// The host, with the port unless it is Ollama's usual one. The machine stands for its loopback, as 127.0.0.1 is another node
    /// on each machine of a shared database.
    /// </summary>
    public static string Of(Uri url, string provider, string machine)
    {
        var own = machine.ToLowerInvariant();
        var host = NodeUrl.IsLocalhost(url) ? own : url.IsLoopback ? $"{own}/{url.Host}" : url.Host;
        return provider == Providers.Ollama && url.Port == NodeUrl.OllamaPort ? host : $"{host}:{url.Port}";
    }
}
