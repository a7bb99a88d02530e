using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>Which keys are there. Their values are never shown, not even in part.</summary>
internal static class KeysCheck
{
    private const string Topic = "Keys";

    /// <summary>What the deployed system writes for a provider that is not used.</summary>
    private const string NotUsed = "not-used";

    public static Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>(
        [
            Key("OPENAI_API_KEY", "OpenAI is not used", examination.Host),
            Key("OPENROUTER_API_KEY", "OpenRouter is not used", examination.Host),
            Key(CoreAddress.InternalKeyVariable, "Core listens on loopback only, without a key", examination.Host),
        ]);

    private static Finding Key(string variable, string without, CliHost host) => host.Variable(variable) is { } value && value != NotUsed
        ? new Finding(Topic, variable, Verdict.Ok, "set")
        : new Finding(Topic, variable, Verdict.Note, $"not set; {without}");
}
