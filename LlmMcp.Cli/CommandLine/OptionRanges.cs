using System.CommandLine;
using System.CommandLine.Parsing;

namespace LlmMcp.Cli.CommandLine;

/// <summary>Ranges of numeric options, checked while parsing so that a wrong number is a usage error that names its option.</summary>
internal static class OptionRanges
{
    public static void Within<T>(this Option<T?> option, T least, T most)
        where T : struct, IComparable<T> =>
        option.Validators.Add(result =>
        {
            if (Parsed(result, option) is { } value && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
            {
                result.AddError($"{option.Name} must be from {least} to {most}, not {value}.");
            }
        });

    private static T? Parsed<T>(OptionResult result, Option<T?> option)
        where T : struct =>
        result.Errors.Any() ? null : result.GetValue(option);
}
