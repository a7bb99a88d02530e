using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>
/// Makes a new cluster. initdb works in a draft directory that is renamed when complete, so a cluster either exists whole,
/// with marker and password, or not at all; a draft that a killed run left is removed by the next one.
/// </summary>
internal sealed class ClusterCreation(
    DataLayout layout, ServerAccount? account, PostgresBinaries binaries, LaunchTools tools, LauncherThread launcher, ILogger logger)
{
    private const string DraftPrefix = ".llm-mcp-initdb-";

    public async Task CreateAsync(bool synchronize, CancellationToken cancellationToken)
    {
        RemoveDrafts();
        var draft = Path.Combine(layout.Root, $"{DraftPrefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        UnixFiles.CreatePrivateDirectory(draft, account);
        var cluster = Path.Combine(draft, "cluster");
        var password = Path.Combine(draft, "password");
        UnixFiles.WritePrivateFile(password, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), account);

        await RunInitdbAsync(cluster, password, Path.Combine(draft, "initdb.log"), synchronize, cancellationToken);

        File.Move(password, DataLayout.PasswordIn(cluster));
        UnixFiles.WritePrivateFile(DataLayout.MarkerIn(cluster), $"PostgreSQL {binaries.Version}, made and owned by llm-mcp.\n", account);
        if (Directory.Exists(layout.Cluster))
        {
            // Inspected as empty by the caller; a rename needs the name free.
            Directory.Delete(layout.Cluster);
        }

        Directory.Move(cluster, layout.Cluster);
        Directory.Delete(draft, recursive: true);
        logger.ClusterCreated(binaries.Version, layout.Cluster);
    }

    private async Task RunInitdbAsync(string cluster, string password, string log, bool synchronize, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-D", cluster, "--username", ServerSettings.User, "--pwfile", password, "--auth", "scram-sha-256",
            // Bytewise order is the same on every system and version; names of natural language are not sorted here.
            "--encoding", "UTF8", "--locale", "C", "--no-instructions",
            .. synchronize ? Array.Empty<string>() : ["--no-sync"],
        ];
        var plan = LaunchPlan.Build(tools, account, Environment.ProcessId, log, binaries.Initdb, arguments);
        using var initdb = await launcher.StartAsync(plan, ServerSettings.ProcessEnvironment);
        try
        {
            await initdb.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // initdb removes what it made when interrupted; the draft itself goes at the next start.
            ServerSignals.Send(initdb.Id, ServerSignal.Fast);
            throw;
        }

        if (initdb.ExitCode != 0)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.StartFailed,
                $"initdb of PostgreSQL {binaries.Version} failed with exit code {initdb.ExitCode}: {StartLog.Tail(log)}");
        }
    }

    private void RemoveDrafts()
    {
        foreach (var draft in Directory.EnumerateDirectories(layout.Root, $"{DraftPrefix}*"))
        {
            Directory.Delete(draft, recursive: true);
        }
    }
}
