using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>A data directory that the server's account can reach, and that account.</summary>
/// <param name="Directory">Where the data really is.</param>
/// <param name="Account">The account of the server; null for our own.</param>
internal sealed record DataPlace(string Directory, ServerAccount? Account)
{
    private const string SystemDirectory = "/var/lib/llm-mcp";

    /// <summary>
    /// Creates the wanted directory. When we are root and the account that has to run the server cannot enter it (below
    /// /root, usually), the data goes to a directory below /var/lib/llm-mcp that is named after the wanted one, and the log says so.
    /// </summary>
    public static async Task<DataPlace> PrepareAsync(string wanted, LaunchTools tools, ILogger logger, CancellationToken cancellationToken)
    {
        wanted = Path.GetFullPath(Path.TrimEndingDirectorySeparator(wanted));
        UnixFiles.CreateTraversableDirectory(wanted);
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            return new DataPlace(wanted, null);
        }

        var place = await WithAccountAsync(wanted, cancellationToken);
        if (await CanEnterAsync(place, tools, cancellationToken))
        {
            return place;
        }

        RemoveIfEmpty(wanted);
        var actual = Substitute(wanted);
        UnixFiles.CreateTraversableDirectory(actual);
        place = await WithAccountAsync(actual, cancellationToken);
        logger.DataMoved(actual, place.Account!.Name, wanted);
        return place;
    }

    /// <summary>Where the data of a wanted directory is; null before its first start.</summary>
    public static string? Existing(string wanted)
    {
        wanted = Path.GetFullPath(Path.TrimEndingDirectorySeparator(wanted));
        string[] places = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? [wanted, Substitute(wanted)] : [wanted];
        return Array.Find(places, static place => DataLayout.ExistingMajors(place).Count > 0);
    }

    /// <summary>The same wanted directory always gives the same substitute.</summary>
    public static string Substitute(string wanted)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..8];
        return Path.Combine(SystemDirectory, $"{Path.GetFileName(wanted)}-{hash}");
    }

    // A cluster made by an ordinary user keeps its owner also when root comes later: PostgreSQL demands the match.
    private static async Task<DataPlace> WithAccountAsync(string directory, CancellationToken cancellationToken)
    {
        var majors = DataLayout.ExistingMajors(directory);
        if (majors.Count > 0)
        {
            var cluster = new DataLayout(directory, majors[0]).Cluster;
            var owner = await ToolRun.RunAsync("stat", ["-c", "%u:%g", cluster], "/", cancellationToken);
            if (owner.Output.Split(':') is [var user, var group] && uint.TryParse(user, out var userId) && userId != 0)
            {
                return new DataPlace(directory, new ServerAccount($"uid {userId}", userId, uint.Parse(group)));
            }
        }

        var account = ServerAccount.Choose(await System.IO.File.ReadAllLinesAsync("/etc/passwd", cancellationToken))
            ?? throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.Unsupported,
                "PostgreSQL refuses to run as root and neither of the accounts postgres and nobody exists. Run as another user, or set ConnectionStrings:llmdb or DB_DSN.");
        return new DataPlace(directory, account);
    }

    // Asked as that account, because modes, groups and access lists all have a say.
    private static async Task<bool> CanEnterAsync(DataPlace place, LaunchTools tools, CancellationToken cancellationToken)
    {
        var plan = LaunchPlan.Test(tools, place.Account, place.Directory);
        return (await ToolRun.RunAsync(plan.Program, plan.Arguments, "/", cancellationToken)).ExitCode == 0;
    }

    private static void RemoveIfEmpty(string directory)
    {
        if (!System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
        {
            System.IO.Directory.Delete(directory);
        }
    }
}
