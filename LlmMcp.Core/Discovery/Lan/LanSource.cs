using System.Collections.Concurrent;
using System.Net;
using LlmMcp.Contracts;
using LlmMcp.Core.Discovery.Tailscale;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Discovery.Lan;

/// <summary>
/// Hosts of the private networks on which something listens. Knocks at every address now and then, not every round; whoever
/// was found stays for a few scans, so that a probe and not a missed knock decides.
/// </summary>
internal sealed class LanSource(
    IPortKnocker knocker, TailscaleSource tailscale, IOptions<DiscoveryOptions> options, IOptions<FleetOptions> fleet, TimeProvider time) : INodeSource
{
    /// <summary>What made the device, for <c>devices.origin</c>.</summary>
    public const string Origin = "subnet";

    private const int KnocksAtOnce = 24;
    private const int ScansRemembered = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(IPAddress Address, int Port), int> seen = [];
    private IReadOnlyList<string> mistakes = [];
    private long? scanned;
    private int scans;

    /// <summary>One at a time, as rounds are.</summary>
    public async Task<FoundNodes> FindAsync(bool anew, CancellationToken cancellationToken)
    {
        if (options.Value.ScanSubnets != DiscoveryOptions.On)
        {
            return FoundNodes.None;
        }

        if (anew || scanned is not { } last || time.GetElapsedTime(last) >= Pause)
        {
            await ScanAsync(cancellationToken);
        }

        return new FoundNodes([.. seen.Keys.GroupBy(static found => found.Address, static found => found.Port).SelectMany(static host => Nodes(host.Key, [.. host]))], mistakes);
    }

    private async Task ScanAsync(CancellationToken cancellationToken)
    {
        var targets = LanTargets.Of(CommaList.Parse(options.Value.Subnets), tailscale.Self?.Routes ?? []);
        var doors = PortList.Parse(fleet.Value.OllamaPorts).Ports.SelectMany(port => targets.Hosts.Select(host => (Address: host, Port: port))).ToList();
        var open = new ConcurrentBag<(IPAddress Address, int Port)>();
        var knocked = 0;
        using var late = new CancellationTokenSource(Budget, time);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = KnocksAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(doors, limits, async (door, token) =>
        {
            if (late.IsCancellationRequested)
            {
                return;
            }

            Interlocked.Increment(ref knocked);
            if (await knocker.IsOpenAsync(door.Address, door.Port, token))
            {
                open.Add(door);
            }
        });
        Remember(open);
        scanned = time.GetTimestamp();
        mistakes = knocked == doors.Count
            ? targets.Mistakes
            : [.. targets.Mistakes, $"The scan of the local networks reached {knocked} of {doors.Count} doors within {Budget.TotalSeconds:0} s; name fewer networks or ports."];
    }

    private void Remember(IEnumerable<(IPAddress Address, int Port)> open)
    {
        scans++;
        foreach (var door in open)
        {
            seen[door] = scans;
        }

        foreach (var door in seen.Where(door => door.Value <= scans - ScansRemembered).Select(static door => door.Key).ToList())
        {
            seen.Remove(door);
        }
    }

    private static IEnumerable<NodeEndpoint> Nodes(IPAddress address, IReadOnlyList<int> ports) =>
        PortDevices.Of(
            new NodeEndpoint($"lan-{address}", $"lan-{address}", new Uri($"http://{address}:{NodeUrl.OllamaPort}"), Providers.Ollama, Origin)
            {
                OnlyIfAnswers = true,
                Platform = "lan",
                Tags = new Dictionary<string, object> { ["ip"] = address.ToString(), ["source"] = Origin },
            },
            ports);
}
