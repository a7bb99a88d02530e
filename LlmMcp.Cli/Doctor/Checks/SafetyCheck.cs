using System.Net;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>Settings that let in whom they should not, judged from the environment alone.</summary>
internal static class SafetyCheck
{
    private const string Topic = "Safety";
    private const int ShortestKey = 16;
    private const string MakeKey = "Make one: `openssl rand -hex 24`.";
    private static readonly string[] PublishedKeys = ["dev-internal-key", "change_me"];

    public static Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. Judge(examination)];
        return Task.FromResult<IReadOnlyList<Finding>>(
            findings.Count > 0 ? findings : [new Finding(Topic, "settings", Verdict.Ok, "nothing unsafe")]);
    }

    private static IEnumerable<Finding> Judge(Examination examination)
    {
        var host = examination.Host;
        var key = host.Variable(CoreAddress.InternalKeyVariable);
        if (key is not null && PublishedKeys.Contains(key))
        {
            yield return new Finding(Topic, CoreAddress.InternalKeyVariable, Verdict.Problem, "is a value from public examples; everybody knows it", MakeKey);
        }
        else if (key is { Length: < ShortestKey })
        {
            yield return new Finding(Topic, CoreAddress.InternalKeyVariable, Verdict.Problem, $"is shorter than {ShortestKey} characters", MakeKey);
        }

        foreach (var (variable, endpoint) in new[] { (ListenAddresses.HttpVariable, examination.Listening.Http), (ListenAddresses.GrpcVariable, examination.Listening.Grpc), (ListenAddresses.McpVariable, examination.Listening.Mcp) })
        {
            if (key is null && !IPAddress.IsLoopback(endpoint.Address))
            {
                yield return new Finding(Topic, variable, Verdict.Problem, $"listens on {endpoint} without {CoreAddress.InternalKeyVariable}", $"It refuses to start so. {MakeKey}");
            }
        }

        if (host.Variable("TRUSTED_NETWORKS") is { } networks)
        {
            yield return new Finding(Topic, "TRUSTED_NETWORKS", Verdict.Warning, $"callers from {networks} need no key", "Leave it empty once every caller has a key.");
        }

        var core = examination.Core.Address;
        if (core is { Key: not null, Url: { Scheme: "http", IsLoopback: false } })
        {
            yield return new Finding(Topic, core.Origin, Verdict.Warning, $"the key travels unencrypted to {core.Display}", "Use https://, or a private network such as Tailscale.");
        }
    }
}
