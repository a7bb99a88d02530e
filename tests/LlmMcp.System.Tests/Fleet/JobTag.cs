using System.Text.RegularExpressions;

namespace LlmMcp.SystemTests.Fleet;

/// <summary>The number of a job, said at the beginning of its text, so that whoever answers it can be asked which jobs it saw.</summary>
internal static partial class JobTag
{
    /// <summary>What the text begins with.</summary>
    public static string Of(int number) => $"#{number}: ";

    /// <summary>The number in a text; -1 when it has none.</summary>
    public static int Find(string text) => Pattern().Match(text) is { Success: true } match ? int.Parse(match.Groups["number"].Value) : -1;

    [GeneratedRegex(@"#(?<number>\d{1,9}): ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
