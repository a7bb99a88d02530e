namespace LlmMcp.EmbeddedPostgres;

/// <summary>Reads postmaster.pid and asks the system about the process it names.</summary>
internal static class PostmasterProbe
{
    /// <summary>The process id in the file's first line, or null when there is no such file or line.</summary>
    public static int? ReadProcessId(string postmasterPid)
    {
        try
        {
            return int.TryParse(File.ReadLines(postmasterPid).FirstOrDefault(), out var processId) && processId > 0 ? processId : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public static async Task<PostmasterFacts> AskAsync(int processId, string cluster, CancellationToken cancellationToken)
    {
        if (!IsRunning(processId))
        {
            return default;
        }

        var command = await CommandLineAsync(processId, cancellationToken);
        return new PostmasterFacts(IsAlive: true, Serves(processId, command, cluster), command.Contains(ServerSettings.ClusterName, StringComparison.Ordinal));
    }

    /// <summary>
    /// Whether the process runs. A zombie does not: in a container whose first process adopts nobody, a killed server stays
    /// one for ever, and every signal to it "succeeds".
    /// </summary>
    public static bool IsRunning(int processId)
    {
        if (!ServerSignals.Send(processId, ServerSignal.Probe))
        {
            return false;
        }

        try
        {
            return !OperatingSystem.IsLinux() || !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It went between the two questions.
            return false;
        }
    }

    private static bool Serves(int processId, string command, string cluster)
    {
        // A server changes into its data directory; the command line may name it by another path.
        var works = OperatingSystem.IsLinux() ? WorkingDirectory(processId) : null;
        return works is null ? command.Contains(cluster, StringComparison.Ordinal) : works == Path.TrimEndingDirectorySeparator(cluster);
    }

    private static string? WorkingDirectory(int processId)
    {
        try
        {
            return Directory.ResolveLinkTarget($"/proc/{processId}/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or of an account we may not look into; the command line decides.
            return null;
        }
    }

    private static async Task<string> CommandLineAsync(int processId, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (await ToolRun.RunAsync("ps", ["-o", "command=", "-p", $"{processId}"], null, cancellationToken)).Output;
        }

        try
        {
            return (await File.ReadAllTextAsync($"/proc/{processId}/cmdline", cancellationToken)).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
