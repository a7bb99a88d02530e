using System.Text.RegularExpressions;

namespace LlmMcp.Core.Tests.Metrics;

/// <summary>Which metrics and labels a PromQL expression uses; as much of the language as our board and rules need.</summary>
internal sealed partial class PromQuery
{
    private static readonly string[] Operators = ["and", "or", "unless", "by"];

    public PromQuery(string expression)
    {
        var bare = Texts().Replace(expression, "\"\"");
        Selectors = [.. Selector().Matches(bare).Select(static match => (match.Groups["metric"].Value, Names(match.Groups["labels"].Value)))];
        Grouping = [.. By().Matches(bare).SelectMany(static match => Names(match.Groups["labels"].Value))];
        bare = By().Replace(Braces().Replace(bare, ""), "");
        Metrics = [.. Metric().Matches(bare).Select(static match => match.Value).Where(static name => !Operators.Contains(name)).Distinct()];
    }

    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Metrics with the labels that choose their series.</summary>
    public IReadOnlyList<(string Metric, IReadOnlyList<string> Labels)> Selectors { get; }

    /// <summary>Labels that series are grouped by.</summary>
    public IReadOnlyList<string> Grouping { get; }

    private static IReadOnlyList<string> Names(string text) => [.. Name().Matches(text).Select(static match => match.Value)];

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Texts();

    [GeneratedRegex(@"(?<metric>[a-zA-Z_][a-zA-Z0-9_]*)\{(?<labels>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex By();

    [GeneratedRegex(@"\{[^}]*\}|\[[^]]*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();

    // Not the name of a function or an aggregation.
    [GeneratedRegex(@"\b[a-zA-Z_][a-zA-Z0-9_]*\b(?!\s*\()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex("[a-zA-Z_][a-zA-Z0-9_]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
