using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using LlmMcp.Deploy.Tests.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Kubernetes;

/// <summary>The objects a kustomization makes.</summary>
/// <param name="Yaml">As kubectl would send them.</param>
/// <param name="Objects">The same, read.</param>
internal sealed partial record Manifests(string Yaml, IReadOnlyList<JsonElement> Objects)
{
    /// <summary>Overlays a person applies.</summary>
    public static readonly TheoryData<string> Overlays = ["all", "own-database"];

    private static readonly ConcurrentDictionary<string, Lazy<Task<Manifests>>> Made = new();

    /// <summary>Makes an overlay as its first lines say: the example of its keys copied and filled in.</summary>
    /// <param name="overlay">Its folder.</param>
    /// <param name="components">Components added to it.</param>
    public static Task<Manifests> OfAsync(string overlay, params IReadOnlyList<string> components) =>
        Made.GetOrAdd($"{overlay} {string.Join(' ', components)}", _ => new Lazy<Task<Manifests>>(() => MakeAsync(overlay, components))).Value;

    public IEnumerable<JsonElement> OfKind(params IReadOnlyList<string> kinds) => Objects.Where(each => kinds.Contains(Text(each, "kind")));

    public JsonElement Named(string kind, string name) => Objects.Single(each => Text(each, "kind") == kind && Text(each, "metadata", "name") == name);

    /// <summary>A text below an object.</summary>
    public static string? Text(JsonElement element, params IReadOnlyList<string> path)
    {
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ToString();
    }

    private static async Task<Manifests> MakeAsync(string overlay, IReadOnlyList<string> components)
    {
        using var directory = TestDirectory.Create();
        var source = RepositoryFolder.Below("deploy/k8s");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(directory.Path, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var folder = Path.Combine(directory.Path, "overlays", overlay);
        var example = await File.ReadAllTextAsync(Path.Combine(folder, "keys.env.example"));
        await File.WriteAllTextAsync(Path.Combine(folder, "keys.env"), Empty().Replace(example, "$0x0123456789abcdef0123456789abcdef"));
        var kustomization = Path.Combine(folder, "kustomization.yaml");
        var text = await File.ReadAllTextAsync(kustomization);
        var listed = string.Concat(components.Select(static component => $"\n  - ../../components/{component}"));
        await File.WriteAllTextAsync(kustomization, text.Contains("\ncomponents:", StringComparison.Ordinal)
            ? text.Replace("\ncomponents:", $"\ncomponents:{listed}", StringComparison.Ordinal)
            : $"{text}\n{(listed.Length > 0 ? "components:" : "")}{listed}\n");

        var yaml = await Kubectl.KustomizeAsync(folder);
        var json = (await Tool.NodeAsync("yaml-to-json.mjs", yaml)).Succeeded();
        return new Manifests(yaml, [.. JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray()]);
    }

    [GeneratedRegex("^[A-Z_]+=$", RegexOptions.Multiline, 1000)]
    private static partial Regex Empty();
}
