using System.CommandLine;
using System.Globalization;

namespace LlmMcp.Cli.CommandLine;

/// <summary>Values that are checked while parsing, so that a wrong one is a usage error that names its option and what would be right.</summary>
internal static class OptionRanges
{
    public static void Within<T>(this Option<T?> option, T least, T most)
        where T : struct, IParsable<T>, IComparable<T> =>
        option.Expects($"a number from {least} to {most}", value => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0);

    public static void Expects<T>(this Option<T?> option, string expectation, Func<T, bool>? fits = null)
        where T : struct, IParsable<T> =>
        option.CustomParser = result =>
        {
            // No token: the parser itself reports the missing value.
            if (result.Tokens.Count == 0)
            {
                return null;
            }

            var text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && (fits is null || fits(value)))
            {
                return value;
            }

            result.AddError($"{option.Name} must be {expectation}, not {text}.");
            return null;
        };
}
