using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmMcp.Core.Fleet;

/// <summary>Size classes of models, by billions of parameters.</summary>
internal static partial class ModelTier
{
    public const string Tiny = "tiny";
    public const string Small = "small";
    public const string Medium = "medium";
    public const string Large = "large";
    public const string ExtraLarge = "xl";
    public const string CloudEconomy = "cloud_economy";
    public const string CloudPremium = "cloud_premium";

    /// <summary>The tier of a size; null when the size is not known, and such a model is never chosen by quality.</summary>
    /// <param name="billions">Billions of parameters.</param>
    /// <param name="bounds">Where the tiers end; the usual ones when null.</param>
    public static string? Of(decimal? billions, TierBounds? bounds = null)
    {
        bounds ??= TierBounds.Default;
        return billions switch
        {
            null or <= 0 => null,
            _ when billions <= bounds.Tiny => Tiny,
            _ when billions <= bounds.Small => Small,
            _ when billions <= bounds.Medium => Medium,
            _ when billions <= bounds.Large => Large,
            _ => ExtraLarge,
        };
    }

    /// <summary>
    /// The nominal size in billions: what the tag says (<c>1b</c>, <c>270m</c>, <c>30b-a3b</c> is 30), else what the server says
    /// (<c>6.7B</c>, <c>137M</c>), else what the name says. A tag such as <c>8x7b</c> says nothing: its experts share weights.
    /// </summary>
    public static decimal? NominalSize(string name, string? parameterSize) =>
        FirstSize(ModelName.Tag(name)) ?? FirstSize(parameterSize ?? "") ?? FirstSize(name.Split(':')[0]);

    private static decimal? FirstSize(string text)
    {
        var match = SizePattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var number = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].ValueSpan[0] switch
        {
            'b' or 'B' => number,
            'm' or 'M' => number / 1_000,
            _ => number / 1_000_000,
        };
    }

    // A size stands by itself between separators: "4bit" and "a3b" are none.
    [GeneratedRegex(@"(?<![A-Za-z0-9.])(?<number>\d{1,6}(\.\d{1,6})?)(?<unit>[bBmMK])(?![A-Za-z0-9])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SizePattern();
}
