using LlmMcp.Contracts;

namespace LlmMcp.Cli.Up;

/// <summary>The keys of cloud providers.</summary>
internal static class CloudKeys
{
    /// <summary>Variable and provider, in the order in which routing prefers them.</summary>
    public static readonly IReadOnlyList<(string Variable, string Provider)> Known =
        [("OPENROUTER_API_KEY", "OpenRouter"), ("OPENAI_API_KEY", "OpenAI")];

    public static bool IsSet(string variable, CliHost host) => CloudKey.IsSet(host.Variable(variable));

    public static bool Any(CliHost host) => Known.Any(key => IsSet(key.Variable, host));
}
