using System.Collections.Frozen;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>A node somebody named or found: where it may be and what it was said to be.</summary>
/// <param name="Id">The device id it gets.</param>
/// <param name="Name">What people call it.</param>
/// <param name="BaseUrl">Scheme, host, port, and a path where a proxy wants one.</param>
/// <param name="Provider">What it was configured as; the probe has the last word.</param>
/// <param name="Origin">The setting or source that names it.</param>
/// <param name="Simulated">A node of the simulator.</param>
internal sealed record NodeEndpoint(string Id, string Name, Uri BaseUrl, string Provider, string Origin, bool Simulated = false)
{
    /// <summary>Every address that leads to it, best first; empty for the host of port devices that is not asked itself.</summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [BaseUrl];

    /// <summary>Host headers to try on an address whose server refuses its bare form.</summary>
    public IReadOnlyList<string> HostHeaders { get; init; } = [];

    /// <summary>The base device of a port device.</summary>
    public string? ParentId { get; init; }

    /// <summary>The operating system as its source knows it; empty when it does not.</summary>
    public string Platform { get; init; } = "";

    /// <summary>Jobs at once as its setting says, 1 to 256; null when it says nothing.</summary>
    public int? Slots { get; init; }

    /// <summary>Set when its source knows that it is not there: it is not asked, and goes offline at once.</summary>
    public string? Gone { get; init; }

    /// <summary>It gets a device only once it has answered: nobody named it, so silence is no news.</summary>
    public bool OnlyIfAnswers { get; init; }

    /// <summary>The machine that sees it, for which alone a loopback address of it holds.</summary>
    public string Machine { get; init; } = Environment.MachineName;

    /// <summary>Named without a port: it is looked for on each of <c>OLLAMA_PORTS</c>.</summary>
    public bool OnEveryPort { get; init; }

    /// <summary>What it is, whatever the address: <c>ip:port</c>, loopback with its machine. Null before it was resolved.</summary>
    public string? Identity { get; init; }

    /// <summary>What its source says about it; becomes tags of the device.</summary>
    public IReadOnlyDictionary<string, object> Tags { get; init; } = FrozenDictionary<string, object>.Empty;
}
