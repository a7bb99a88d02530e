using System.Globalization;
using LlmMcp.ServiceDefaults.Access;

namespace LlmMcp.Core.Fleet;

/// <summary>The largest sizes of the tiers, inclusive, in billions of parameters; whatever is larger is xl.</summary>
internal sealed record TierBounds(decimal Tiny, decimal Small, decimal Medium, decimal Large)
{
    public static TierBounds Default { get; } = new(1, 3, 7, 13);

    /// <summary>Reads four growing numbers, comma separated, as in <c>1,3,7,13</c>; null for anything else.</summary>
    public static TierBounds? TryParse(string text)
    {
        var numbers = CommaList.Parse(text)
            .Select(static part => decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToList();
        return numbers is [> 0 and var tiny, var small, var medium, var large] && tiny < small && small < medium && medium < large
            ? new TierBounds(tiny, small, medium, large)
            : null;
    }

    /// <summary>The bounds of a setting that was checked at start.</summary>
    public static TierBounds Parse(string text) => TryParse(text) ?? Default;
}
