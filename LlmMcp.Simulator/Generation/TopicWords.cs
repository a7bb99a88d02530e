using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LlmMcp.Simulator.Generation;

/// <summary>The words of a prompt that carry its meaning, in their order.</summary>
internal static partial class TopicWords
{
    private const int MaxScanned = 4000;
    private const int MaxTopics = 8;

    private static readonly FrozenSet<string> Filler =
        ("about above after again also and are because been before being between both could does doing down each explain from give have having here how "
        + "into its itself just know like make many mean more most much must need not only other over please same say should some such tell than that the "
        + "their them then there these they this those three through too two under until use very want was well were what when where which while who whose "
        + "why will with would write you your word words sentence sentences one line lines short answer").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<string> In(string prompt)
    {
        var scanned = prompt.Length > MaxScanned ? prompt[..MaxScanned] : prompt;
        return [.. Word().Matches(scanned)
            .Select(match => match.Value)
            .Where(word => !Filler.Contains(word))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MaxTopics)];
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{N}-]{2,23}", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
