using System.Text.Json;
using System.Text.RegularExpressions;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Tests.Fakes;

/// <summary>One run of the command line with streams, environment and patience of its own. Nothing touches the console.</summary>
internal sealed partial class CliRun
{
    private readonly Dictionary<string, string> environment = [];

    public WatchedWriter Out { get; } = new();

    public WatchedWriter Error { get; } = new();

    /// <summary>Columns of the screen; null means that output and errors go into pipes.</summary>
    public int? ScreenWidth { get; init; }

    /// <summary>Lines of the screen.</summary>
    public int ScreenHeight { get; init; } = 24;

    public bool Color { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What is piped in; null means a keyboard.</summary>
    public string? Input { get; init; }

    public int ReconnectTries { get; init; } = 3;

    public TimeSpan QueuePatience { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    public static CliRun Against(FakeCore core) => new CliRun().With(core);

    public CliRun With(FakeCore core) => With("LLM_MCP_URL", core.Url);

    public CliRun With(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    public Task<int> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public Task<int> RunAsync(CancellationToken interrupted, params string[] arguments)
    {
        return CommandTree.RunAsync(arguments, Host(), interrupted);
    }

    public CliHost Host()
    {
        var screen = ScreenWidth is not null;
        return new CliHost
        {
            Terminal = new Terminal
            {
                In = new StringReader(Input ?? string.Empty),
                Out = Out,
                Error = Error,
                InIsPiped = Input is not null,
                OutIsScreen = screen,
                ErrorIsScreen = screen,
                Color = Color,
                Cursor = true,
                Width = ScreenWidth ?? int.MaxValue,
                Height = screen ? ScreenHeight : int.MaxValue,
            },
            Environment = environment,
            Time = Time,
            ReconnectPauses = [.. Enumerable.Repeat(TimeSpan.Zero, ReconnectTries)],
            StreamSilenceLimit = Silence,
            QueuePatience = QueuePatience,
            RefreshInterval = TimeSpan.FromMilliseconds(1),
        };
    }

    /// <summary>A text without colors and dimming, as wide as it looks.</summary>
    public static string Plain(string text) => Ink().Replace(text, "");

    /// <summary>Standard output as the one JSON value it must be.</summary>
    public JsonElement Json() => JsonSerializer.Deserialize<JsonElement>(Out.ToString());

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ink();
}
