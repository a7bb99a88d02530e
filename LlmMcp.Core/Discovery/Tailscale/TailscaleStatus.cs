using System.Net;
using System.Text.Json;

namespace LlmMcp.Core.Discovery.Tailscale;

/// <summary>
/// The output of <c>tailscale status --json</c>, as far as it matters. Versions differ in keys and in what is null; whatever
/// is missing or of another type is taken for absent. Pure.
/// </summary>
/// <param name="State">The backend's state; <c>Running</c> when the tailnet can be used. Empty in old versions, which do not say.</param>
/// <param name="Self">This machine; null when the tailnet does not know it.</param>
/// <param name="Peers">The others, in the order of their names.</param>
internal sealed record TailscaleStatus(string State, TailscalePeer? Self, IReadOnlyList<TailscalePeer> Peers)
{
    // More than any tailnet that one Core can look after.
    private const int MostPeers = 5_000;

    /// <summary>True when the peers can be reached.</summary>
    public bool IsRunning => State is "Running" or "";

    /// <summary>Reads the output; null when it is no JSON object.</summary>
    public static TailscaleStatus? Parse(ReadOnlyMemory<byte> output)
    {
        try
        {
            using var document = JsonDocument.Parse(output, new JsonDocumentOptions { AllowTrailingCommas = true, MaxDepth = 64 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TailscaleStatus Read(JsonElement root) => new(
        root.Text("BackendState"),
        root.Child("Self") is { } self ? ReadPeer(self) : null,
        root.Child("Peer") is { } peers
            ? [.. peers.EnumerateObject().Where(static peer => peer.Value.ValueKind == JsonValueKind.Object).Take(MostPeers).Select(static peer => ReadPeer(peer.Value))
                .OrderBy(static peer => peer.DnsName, StringComparer.Ordinal).ThenBy(static peer => peer.HostName, StringComparer.Ordinal)]
            : []);

    private static TailscalePeer ReadPeer(JsonElement peer) => new()
    {
        HostName = peer.Text("HostName"),
        DnsName = peer.Text("DNSName"),
        Os = peer.Text("OS"),
        // Versions before 1.4 knew one address only.
        Addresses = Addresses(peer.Texts("TailscaleIPs")) is { Count: > 0 } addresses ? addresses : Addresses([peer.Text("TailAddr")]),
        // Versions before 1.10 do not say; a probe will tell.
        Online = peer.Flag("Online") ?? true,
        Expired = peer.Flag("Expired") ?? false,
        IsSharee = peer.Flag("ShareeNode") ?? false,
        IsExitNodeOption = peer.Flag("ExitNodeOption") ?? false,
        Tags = peer.Texts("Tags"),
        Routes = [.. peer.Texts("PrimaryRoutes").Concat(peer.Texts("AllowedIPs")).Distinct()],
    };

    private static List<IPAddress> Addresses(IEnumerable<string> texts) =>
        [.. texts.Select(static text => IPAddress.TryParse(text.Split('/')[0], out var address) ? address : null).OfType<IPAddress>().Distinct()];
}
