using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Options;

namespace LlmMcp.ServiceDefaults.Start;

/// <summary>Finds what is wrong with the settings in the exception that says so.</summary>
public static class SettingsMistakes
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>One sentence for each mistake; none when the exception is about something else.</summary>
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        InvalidConfigurationException invalid => [.. invalid.Errors],
        CannotStartException refusal => [refusal.Message],
        OptionsValidationException invalid => [.. invalid.Failures],
        // A structured setting (Jobs__MaxBatch=many) that its option's type cannot take.
        InvalidOperationException { Source: Binder } unreadable => [unreadable.Message],
        AggregateException { InnerExceptions: var all } when all.All(inner => In(inner).Count > 0) => [.. all.SelectMany(In)],
        _ => [],
    };
}
