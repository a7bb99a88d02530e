using System.Collections.Frozen;

namespace LlmMcp.Core.Web;

/// <summary>The page's files, which lie in the assembly: running Core needs neither Node nor a folder beside it.</summary>
internal sealed class WebFiles
{
    private const string Prefix = "web/";

    // Packing takes a moment, so nobody waits for it who never opens the page.
    private readonly Lazy<FrozenDictionary<string, WebFile>> files = new(Read);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<WebFile> All => files.Value.Values;

    /// <summary>One by its name; null when there is none.</summary>
    public WebFile? Find(string name) => files.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, WebFile> Read()
    {
        var assembly = typeof(WebFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name =>
            {
                using var resource = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[resource.Length];
                resource.ReadExactly(bytes);
                return WebFile.Of(name[Prefix.Length..], bytes);
            })
            .ToFrozenDictionary(static file => file.Name, StringComparer.Ordinal);
    }
}
