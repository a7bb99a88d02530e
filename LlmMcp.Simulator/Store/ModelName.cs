using System.Text.RegularExpressions;

namespace LlmMcp.Simulator.Store;

/// <summary>A model's name taken apart: <c>host/namespace/model:tag</c>, the first two usually left out.</summary>
internal sealed partial record ModelName(string Host, string Namespace, string Model, string Tag)
{
    public const string DefaultHost = "registry.ollama.ai";
    public const string DefaultNamespace = "library";

    private const int MaxLength = 350;

    /// <summary>As <c>/api/tags</c> prints it: without the parts everybody leaves out, always with the tag.</summary>
    public string Display => (Host, Namespace) switch
    {
        (DefaultHost, DefaultNamespace) => $"{Model}:{Tag}",
        (DefaultHost, _) => $"{Namespace}/{Model}:{Tag}",
        _ => Full,
    };

    public string Full => $"{Host}/{Namespace}/{Model}:{Tag}";

    /// <summary>Two names of one model have the same key; case does not count.</summary>
    public string Key => Full.ToUpperInvariant();

    public bool IsCloud => Tag.EndsWith("-cloud", StringComparison.OrdinalIgnoreCase) || Tag.Equals("cloud", StringComparison.OrdinalIgnoreCase);

    public static ModelName? Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        var parts = text.Split('/');
        var (model, tag) = SplitTag(parts[^1]);
        var name = parts.Length switch
        {
            1 => new ModelName(DefaultHost, DefaultNamespace, model, tag),
            2 => new ModelName(DefaultHost, parts[0], model, tag),
            3 => new ModelName(parts[0], parts[1], model, tag),
            _ => null,
        };
        return name is not null && Host_().IsMatch(name.Host) && Part().IsMatch(name.Namespace) && Part().IsMatch(name.Model) && Part().IsMatch(name.Tag)
            ? name
            : null;
    }

    private static (string Model, string Tag) SplitTag(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : (text, "latest");

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Part();

    [GeneratedRegex(@"^[A-Za-z0-9_\[][A-Za-z0-9_.:\[\]-]{0,254}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Host_();
}
