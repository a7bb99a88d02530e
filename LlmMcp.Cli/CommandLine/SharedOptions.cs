using System.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.CommandLine;

/// <summary>The options every command understands.</summary>
internal sealed class SharedOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON and nothing else on standard output.",
        Recursive = true,
    };

    public Option<string?> Url { get; } = new("--url")
    {
        Description = $"Address of Core. Else {CoreAddress.UrlVariable}, {CoreAddress.ServiceUrlVariable}, then {CoreAddress.Default}.",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = $"Key to send to Core. Else {CoreAddress.KeyVariable}, {CoreAddress.InternalKeyVariable}.",
        HelpName = "KEY",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Add(Json);
        command.Add(Url);
        command.Add(Key);
    }
}
