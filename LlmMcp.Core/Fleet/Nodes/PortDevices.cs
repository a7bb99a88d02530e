using System.Collections.Frozen;
using System.Globalization;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>A host is one device per port: 11434 is the base device, any other port a device of its own that belongs to it. Pure.</summary>
internal static class PortDevices
{
    /// <summary>The base device of a host, then its port devices.</summary>
    /// <param name="host">The host, addressed on 11434.</param>
    /// <param name="ports">The ports to look at.</param>
    public static IEnumerable<NodeEndpoint> Of(NodeEndpoint host, IReadOnlyList<int> ports)
    {
        host = host with { OnEveryPort = false };
        yield return ports.Contains(NodeUrl.OllamaPort) ? host : host with { Addresses = [], OnlyIfAnswers = true };
        foreach (var port in ports.Where(static port => port != NodeUrl.OllamaPort))
        {
            yield return Of(host, port);
        }
    }

    private static NodeEndpoint Of(NodeEndpoint host, int port) => host with
    {
        Id = $"{host.Id}:{port}",
        Name = $"{host.Name}:{port}",
        BaseUrl = NodeUrl.WithPort(host.BaseUrl, port),
        Addresses = [.. host.Addresses.Select(address => NodeUrl.WithPort(address, port))],
        ParentId = host.Id,
        OnlyIfAnswers = true,
        Tags = new Dictionary<string, object>(host.Tags)
        {
            ["port_device"] = true,
            ["base_device"] = host.Id,
            ["ollama_port"] = port.ToString(CultureInfo.InvariantCulture),
        }.ToFrozenDictionary(),
    };
}
