namespace LlmMcp.Cli.Up;

/// <summary>The keys of cloud providers.</summary>
internal static class CloudKeys
{
    /// <summary>What the deployed system writes for a provider that is not used.</summary>
    private const string NotUsed = "not-used";

    /// <summary>Variable and provider, in the order in which routing prefers them.</summary>
    public static readonly IReadOnlyList<(string Variable, string Provider)> Known =
        [("OPENROUTER_API_KEY", "OpenRouter"), ("OPENAI_API_KEY", "OpenAI")];

    public static bool IsSet(string variable, CliHost host) => host.Variable(variable) is { } value && value != NotUsed;

    public static bool Any(CliHost host) => Known.Any(key => IsSet(key.Variable, host));
}
