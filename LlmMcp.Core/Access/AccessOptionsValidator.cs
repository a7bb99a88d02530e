using System.Net;
using LlmMcp.Core.Api;
using LlmMcp.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Access;

/// <summary>Refuses to start with a door that is open by mistake, and names every such mistake at once.</summary>
internal sealed class AccessOptionsValidator(IOptions<ApiOptions> api) : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var mistakes = Mistakes(options, api.Value);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Everything that is wrong, a sentence each. The key itself is never repeated.</summary>
    public static List<string> Mistakes(AccessOptions access, ApiOptions api)
    {
        List<string> mistakes = [.. InternalKey.Mistakes(access.InternalKey, "INTERNAL_API_KEY (Access:InternalKey)")];
        foreach (var network in CommaList.Parse(access.TrustedNetworks).Where(static network => !IPNetwork.TryParse(network, out _)))
        {
            mistakes.Add($"TRUSTED_NETWORKS (Access:TrustedNetworks) has \"{network}\"; expected CIDRs such as 10.1.0.0/16, with no bits set beyond the prefix.");
        }

        mistakes.AddRange(new[]
        {
            InternalKey.ListeningMistake(api.HttpAddress, "CORE_HTTP_ADDR (Core:HttpAddress)", access.InternalKey),
            InternalKey.ListeningMistake(api.GrpcAddress, "CORE_GRPC_ADDR (Core:GrpcAddress)", access.InternalKey),
        }.OfType<string>());
        return mistakes;
    }
}
