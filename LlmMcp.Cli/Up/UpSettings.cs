using System.Text.RegularExpressions;
using LlmMcp.ServiceDefaults.Start;

namespace LlmMcp.Cli.Up;

/// <summary>Asks every part of an <c>up</c> what is wrong with its settings, before any of them starts.</summary>
internal static partial class UpSettings
{
    /// <summary>One sentence for each mistake. A variable that several parts read is told by the first of them.</summary>
    public static async Task<IReadOnlyList<string>> MistakesAsync(UpPlan plan, CliHost host, ILoggerProvider logging)
    {
        var settings = new Dictionary<string, string?>(plan.Settings);
        if (ConfiguredDatabase.VariableIn(host) is null)
        {
            // Stands for the private server, which does not run yet.
            settings["ConnectionStrings:llmdb"] = "Host=private";
        }

        Func<IHost?>[] parts =
        [
            () => CorePart.Build(settings, host, logging), () => WorkerPart.Build(plan, settings, host, logging),
            () => BridgePart.Build(plan, settings, host, logging), () => TelemetryPart.Build(plan, settings, host, logging),
        ];
        var told = new List<string>();
        foreach (var part in parts)
        {
            var known = told.Select(Variable).ToHashSet(StringComparer.Ordinal);
            told.AddRange((await MistakesAsync(part)).Where(mistake => !known.Contains(Variable(mistake))));
        }

        return told;
    }

    /// <summary>The variable a mistake is about: the first it names, or all of it.</summary>
    public static string Variable(string mistake) => Name().Match(mistake) is { Success: true } match ? match.Value : mistake;

    private static async Task<IReadOnlyList<string>> MistakesAsync(Func<IHost?> build)
    {
        IHost? part = null;
        try
        {
            part = build();
            part?.CheckSettings();
            return [];
        }
        catch (Exception exception) when (SettingsMistakes.In(exception) is { Count: > 0 } mistakes)
        {
            return mistakes;
        }
        finally
        {
            if (part is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }
    }

    [GeneratedRegex(@"\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
