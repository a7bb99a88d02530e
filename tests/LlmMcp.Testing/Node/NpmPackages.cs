using System.Collections.Concurrent;
using System.Security.Cryptography;
using LlmMcp.EmbeddedPostgres;

namespace LlmMcp.Testing;

/// <summary>Installs what a package-lock.json pins, once: test projects that run at the same time wait for each other.</summary>
public static class NpmPackages
{
    private const string StampName = ".llm-mcp-installed";
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Installed = new();

    /// <summary>Returns when node_modules beside the package-lock.json matches it; runs `npm ci` if it does not.</summary>
    /// <param name="folderWithPackageJson">A folder with package.json and package-lock.json.</param>
    /// <exception cref="InvalidOperationException">npm is missing or failed; the message carries its output.</exception>
    /// <exception cref="OperationCanceledException">npm, or the wait for another installation, took longer than 5 minutes.</exception>
    public static Task EnsureAsync(string folderWithPackageJson) =>
        Installed.GetOrAdd(Path.GetFullPath(folderWithPackageJson), folder => new Lazy<Task>(() => InstallAsync(folder))).Value;

    private static async Task InstallAsync(string folder)
    {
        using var limit = new CancellationTokenSource(InstallLimit, TimeProvider.System);
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), limit.Token)));
        var stamp = Path.Combine(folder, "node_modules", StampName);

        // obj is ignored by git and outlives the node_modules that `npm ci` removes.
        Directory.CreateDirectory(Path.Combine(folder, "obj"));
        using var installing = await FileLock.AcquireAsync(Path.Combine(folder, "obj", "npm.lock"), TimeProvider.System, limit.Token);
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, limit.Token) == wanted)
        {
            return;
        }

        var npm = SearchPath.Find("npm") ?? throw new InvalidOperationException("npm was not found; the tests that speak to npm packages need it.");
        var run = await ToolRun.RunAsync(npm, ["ci", "--no-audit", "--no-fund"], folder, limit.Token);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci in {folder} failed with exit code {run.ExitCode}:\n{run.Output}");
        }

        // Last, so that an interrupted installation is never taken for a complete one. A lock file without packages makes no folder.
        Directory.CreateDirectory(Path.GetDirectoryName(stamp)!);
        await File.WriteAllTextAsync(stamp, wanted, limit.Token);
    }
}
