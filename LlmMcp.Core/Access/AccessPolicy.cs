using System.Net;
using LlmMcp.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Access;

/// <summary>
/// Decides who may call what. In order:
/// <list type="number">
/// <item>Who shows the key may do everything.</item>
/// <item>The open surface is anybody's.</item>
/// <item>Without a key Core listens on loopback only, and whoever is on loopback may do everything.</item>
/// <item>Clients on loopback, and clients and workers of trusted networks, need no key. A key they show nevertheless may be
/// any: SDKs insist on sending one.</item>
/// <item>Everybody else needs the key.</item>
/// </list>
/// </summary>
internal sealed class AccessPolicy
{
    private readonly InternalKey key;
    private readonly IPNetwork[] trusted;

    public AccessPolicy(IOptions<AccessOptions> options)
    {
        key = new InternalKey(options.Value.InternalKey);
        trusted = [.. CommaList.Parse(options.Value.TrustedNetworks).Select(static network => IPNetwork.Parse(network))];
    }

    /// <summary>True when some callers are exempt by their network, which deserves a warning at start.</summary>
    public bool TrustsNetworks => trusted.Length > 0;

    /// <summary>Decides about one call.</summary>
    /// <param name="caller">Address of the caller; null when it is not known, e.g. because a proxy speaks for somebody else.</param>
    /// <param name="presentedKey">What the caller shows, if anything.</param>
    /// <param name="surface">What is called.</param>
    public AccessDecision Decide(IPAddress? caller, string? presentedKey, Surface surface)
    {
        // 1.
        if (key.IsShownBy(presentedKey))
        {
            return AccessDecision.AllowedByKey;
        }

        // 2.
        if (surface == Surface.Open)
        {
            return AccessDecision.AllowedByAddress;
        }

        // 3. and 4.
        var address = caller is { IsIPv4MappedToIPv6: true } ? caller.MapToIPv4() : caller;
        if (address is not null && IsExempt(address, surface))
        {
            return AccessDecision.AllowedByAddress;
        }

        // 5.
        return string.IsNullOrEmpty(presentedKey) ? AccessDecision.KeyRequired : AccessDecision.WrongKey;
    }

    private bool IsExempt(IPAddress address, Surface surface) =>
        !key.IsSet
            ? IPAddress.IsLoopback(address)
            : (surface == Surface.Client && IPAddress.IsLoopback(address))
              || (surface is Surface.Client or Surface.Worker && Array.Exists(trusted, network => network.Contains(address)));
}
