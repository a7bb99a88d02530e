using System.Text.RegularExpressions;
using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Options;

namespace LlmMcp.ServiceDefaults.Start;

/// <summary>Finds what is wrong with the settings in the exception that says so.</summary>
public static partial class SettingsMistakes
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>One sentence for each mistake; none when the exception is about something else.</summary>
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        InvalidConfigurationException invalid => [.. invalid.Errors],
        CannotStartException refusal => [refusal.Message],
        OptionsValidationException invalid => [.. invalid.Failures],
        // A structured setting (Jobs__MaxBatch=many) that its option's type cannot take.
        InvalidOperationException { Source: Binder } unreadable => [Unreadable(unreadable.Message)],
        AggregateException { InnerExceptions: var all } when all.All(inner => In(inner).Count > 0) => [.. all.SelectMany(In)],
        _ => [],
    };

    /// <summary>The binder's sentence with the variable instead of the type; its own when it has another form.</summary>
    private static string Unreadable(string message) => BinderForm().Match(message) is { Success: true } match
        ? $"{SettingsValidation.Subject(match.Groups["key"].Value)} is \"{match.Groups["value"].Value}\", which cannot be read as {match.Groups["type"].Value}."
        : message;

    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type '(System\\.)?(?<type>[^']+)'", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex BinderForm();
}
