using System.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.CommandLine;

/// <summary>One run of one command: what was typed, and the world it runs in.</summary>
internal sealed class Invocation(ParseResult parsed, CliHost host, SharedOptions shared)
{
    public CliHost Host { get; } = host;

    public Terminal Terminal => Host.Terminal;

    public bool Json => parsed.GetValue(shared.Json);

    public CoreAddress CoreAddress => CoreAddress.Resolve(parsed.GetValue(shared.Url), parsed.GetValue(shared.Key), Host);

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>A client of the Core that the options and the environment name. The caller disposes it.</summary>
    public CoreClient OpenCore() => new(CoreAddress);
}
