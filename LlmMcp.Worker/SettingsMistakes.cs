using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker;

/// <summary>Finds what is wrong with the settings in the exception that says so.</summary>
internal static class SettingsMistakes
{
    /// <summary>One sentence for each mistake; none when the exception is about something else.</summary>
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        InvalidConfigurationException invalid => [.. invalid.Errors],
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException { InnerExceptions: var all } when all.All(inner => In(inner).Count > 0) => [.. all.SelectMany(In)],
        _ => [],
    };
}
