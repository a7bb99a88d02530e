using System.Collections;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli;

/// <summary>
/// Everything a command takes from outside: where it reads and writes, the environment, the clock and how patient it is.
/// Commands use nothing else, so a test can run any of them without touching the process.
/// </summary>
internal sealed record CliHost
{
    public required Terminal Terminal { get; init; }

    /// <summary>Environment variables by name; an empty value counts as unset.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Pauses before each attempt to reopen a broken job stream, about a minute in all. After the last one the command gives up.</summary>
    public IReadOnlyList<TimeSpan> ReconnectPauses { get; init; } =
        [.. new[] { 0.1, 0.3, 1, 2, 3, 5, 5, 5, 10, 10, 10, 10 }.Select(TimeSpan.FromSeconds)];

    /// <summary>A stream that brings not even a keep-alive comment for this long is taken for dead. Core sends one every 15 s.</summary>
    public TimeSpan StreamSilenceLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a question may wait in the queue before it is told why.</summary>
    public TimeSpan QueuePatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the live views ask Core again. The default is one second.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(1);

    public static CliHost OfThisProcess()
    {
        var environment = System.Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Where(entry => entry.Value is string { Length: > 0 })
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        return new CliHost { Terminal = Terminal.OfThisProcess(environment), Environment = environment };
    }

    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
