using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Up;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>Which keys are there. Their values are never shown, not even in part.</summary>
internal static class KeysCheck
{
    private const string Topic = "Keys";

    public static Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>(
        [
            .. CloudKeys.Known.Select(key => Key(key.Variable, CloudKeys.IsSet(key.Variable, examination.Host), $"{key.Provider} is not used")),
            Key(CoreAddress.InternalKeyVariable, examination.Host.Variable(CoreAddress.InternalKeyVariable) is not null, "Core can listen on loopback only"),
        ]);

    private static Finding Key(string variable, bool set, string without) => set
        ? new Finding(Topic, variable, Verdict.Ok, "set")
        : new Finding(Topic, variable, Verdict.Note, $"not set; {without}");
}
