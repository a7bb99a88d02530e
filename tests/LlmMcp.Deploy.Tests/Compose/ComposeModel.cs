using System.Text.Json;
using LlmMcp.Deploy.Tests.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Compose;

/// <summary>The compose files as docker compose would see them.</summary>
internal static class ComposeModel
{
    /// <summary>The least a person has to set.</summary>
    public const string Keys = "INTERNAL_API_KEY=0123456789abcdef\nPOSTGRES_PASSWORD=hunter\n";

    public static readonly IReadOnlyList<string> Ours = ["llmcore", "llmworker", "llmmcp", "llmtelemetry"];

    /// <summary>Resolves compose.yml with the given <c>.env</c>.</summary>
    public static Task<Tool> ResolveAsync(string environment, params IReadOnlyList<string> more) => ResolveFilesAsync(environment, [], more);

    /// <summary>Resolves compose.yml and what is laid over it.</summary>
    public static async Task<Tool> ResolveFilesAsync(string environment, IReadOnlyList<string> overlays, IReadOnlyList<string> more)
    {
        using var directory = TestDirectory.Create();
        var file = Path.Combine(directory.Path, ".env");
        await File.WriteAllTextAsync(file, environment);
        return await Tool.NodeAsync(
            "compose.mjs", "",
            ["--env-file", file, .. new[] { "compose.yml" }.Concat(overlays).SelectMany(static each => new[] { "--file", RepositoryFolder.Below(each) }), .. more]);
    }

    /// <summary>The services of the resolved model.</summary>
    public static JsonElement Services(string model) => JsonSerializer.Deserialize<JsonElement>(model).GetProperty("services");

    /// <summary>A setting in the environment of a service; null when it is not passed on.</summary>
    public static string? Setting(JsonElement services, string service, string name) =>
        services.GetProperty(service).GetProperty("environment").TryGetProperty(name, out var value) ? value.GetString() : null;
}
