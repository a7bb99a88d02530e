using System.Globalization;
using LlmMcp.ServiceDefaults.Access;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>The ports of <c>OLLAMA_PORTS</c>. Pure.</summary>
/// <param name="Ports">Each once, in the order of the setting; 11434 when it names none that can be read.</param>
/// <param name="Mistakes">Entries that are no ports, a sentence each; the others hold.</param>
internal sealed record PortList(IReadOnlyList<int> Ports, IReadOnlyList<string> Mistakes)
{
    // Every host is asked on every port.
    private const int MostPorts = 16;

    public static PortList Parse(string setting)
    {
        var ports = new List<int>();
        var mistakes = new List<string>();
        foreach (var entry in CommaList.Parse(setting))
        {
            if (!int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            {
                mistakes.Add($"OLLAMA_PORTS: \"{ForeignText.Clean(entry)}\" is no port; expected 1 to 65535.");
            }
            else if (!ports.Contains(port) && ports.Count < MostPorts)
            {
                ports.Add(port);
            }
            else if (!ports.Contains(port))
            {
                mistakes.Add($"OLLAMA_PORTS: {port} is left out, as more than {MostPorts} ports are named.");
            }
        }

        return new PortList(ports.Count > 0 ? ports : [NodeUrl.OllamaPort], mistakes);
    }
}
