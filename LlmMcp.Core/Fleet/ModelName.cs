using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet;

/// <summary>When two names mean one model.</summary>
internal static class ModelName
{
    private const string DefaultTag = ":latest";

    /// <summary>Names are compared as Ollama does: without regard to case.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>
    /// The full form of <paramref name="name"/>: on Ollama <c>nomic-embed-text</c> is <c>nomic-embed-text:latest</c>; other
    /// providers take names as they are.
    /// </summary>
    public static string Canonical(string provider, string name)
    {
        name = name.Trim();
        return provider == Providers.Ollama && name.Length > 0 && name.LastIndexOf(':') <= name.LastIndexOf('/') ? name + DefaultTag : name;
    }

    /// <summary>The tag, without the default one; empty when the name has none.</summary>
    public static string Tag(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') && !name.EndsWith(DefaultTag, StringComparison.OrdinalIgnoreCase) ? name[(colon + 1)..] : "";
    }
}
