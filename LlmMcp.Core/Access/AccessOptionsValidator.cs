using System.Net;
using LlmMcp.Core.Api;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Access;

/// <summary>Refuses to start with a door that is open by mistake, and names every such mistake at once.</summary>
internal sealed class AccessOptionsValidator(IOptions<ApiOptions> api) : IValidateOptions<AccessOptions>
{
    // Defaults of older compose files. Whoever knows those files knows these keys.
    private static readonly string[] KnownKeys = ["dev-internal-key", "change_me"];

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var mistakes = Mistakes(options, api.Value);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Everything that is wrong, a sentence each. The key itself is never repeated.</summary>
    public static List<string> Mistakes(AccessOptions access, ApiOptions api)
    {
        var mistakes = new List<string>();
        if (access.InternalKey.Length > 0)
        {
            if (KnownKeys.Any(known => access.InternalKey.Contains(known, StringComparison.OrdinalIgnoreCase)))
            {
                mistakes.Add("INTERNAL_API_KEY (Access:InternalKey) is a well-known default. Make one of your own, e.g. with: openssl rand -hex 24");
            }
            else if (access.InternalKey.Length < AccessOptions.ShortestKey)
            {
                mistakes.Add($"INTERNAL_API_KEY (Access:InternalKey) has {access.InternalKey.Length} characters; {AccessOptions.ShortestKey} are the least. Make one, e.g. with: openssl rand -hex 24");
            }

            if (access.InternalKey.Any(static character => character is <= ' ' or > '~'))
            {
                mistakes.Add("INTERNAL_API_KEY (Access:InternalKey) contains a space or a character outside ASCII, which a header cannot carry.");
            }
        }

        foreach (var network in CommaList.Parse(access.TrustedNetworks).Where(static network => !IPNetwork.TryParse(network, out _)))
        {
            mistakes.Add($"TRUSTED_NETWORKS (Access:TrustedNetworks) has \"{network}\"; expected CIDRs such as 10.1.0.0/16, with no bits set beyond the prefix.");
        }

        AddListening("CORE_HTTP_ADDR (Core:HttpAddress)", api.HttpAddress);
        AddListening("CORE_GRPC_ADDR (Core:GrpcAddress)", api.GrpcAddress);
        return mistakes;

        void AddListening(string setting, string text)
        {
            if (!ListenAddress.TryParse(text, out var address))
            {
                mistakes.Add($"{setting} is \"{text}\"; expected 127.0.0.1:8080, [::1]:8080, localhost:8080, or :8080 for every interface.");
            }
            else if (!address.IsLoopback && access.InternalKey.Length == 0)
            {
                mistakes.Add($"{setting} is \"{text}\", which other machines reach, and there is no key. Set INTERNAL_API_KEY ({AccessOptions.ShortestKey} characters at least), or listen on 127.0.0.1:{address.Port}.");
            }
        }
    }
}
