using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Session;

/// <summary>
/// The id under which this process's workers are known, the same after every restart: the configured one, else one kept in a
/// file. The file stays locked while the process lives, so that a second process on the machine takes the next file.
/// </summary>
internal sealed class WorkerIdentity : IDisposable
{
    private const int MaxProcesses = 100;

    private readonly FileStream? _file;

    public WorkerIdentity(IOptions<WorkerOptions> options, ILogger<WorkerIdentity> log)
    {
        if (options.Value.Id.Length > 0)
        {
            BaseId = options.Value.Id;
            return;
        }

        var directory = options.Value.StateDirectory.Length > 0 ? options.Value.StateDirectory : DefaultDirectory();
        try
        {
            Directory.CreateDirectory(directory);
            _file = LockFirstFree(directory);
            BaseId = ReadOrWrite(_file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container without a writable home: its host name and process id are stable, a random id would leave a row behind
            // each restart. The process id keeps two processes of one host apart.
            BaseId = $"worker-{Environment.MachineName.ToLowerInvariant()}-{Environment.ProcessId}";
            SessionLog.IdNotKept(log, directory, e.Message, BaseId);
        }
    }

    public string BaseId { get; }

    /// <summary>The id of the process's n-th worker, counted from 0.</summary>
    public string IdOf(int index) => index == 0 ? BaseId : $"{BaseId}-{index + 1}";

    public void Dispose() => _file?.Dispose();

    private static FileStream LockFirstFree(string directory)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                var path = Path.Combine(directory, i == 1 ? "worker-id" : $"worker-id.{i}");
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (i < MaxProcesses && Directory.Exists(directory))
            {
                // Locked by another process: the next one is ours.
            }
        }
    }

    private static string ReadOrWrite(FileStream file)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        if (reader.ReadLine()?.Trim() is { Length: > 0 and <= 100 } known)
        {
            return known;
        }

        var id = $"worker-{Guid.NewGuid():N}";
        file.SetLength(0);
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.WriteLine(id);
        writer.Flush();
        file.Flush(flushToDisk: true);
        return id;
    }

    private static string DefaultDirectory()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state))
        {
            state = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        }

        return Path.Combine(state, "llm-mcp");
    }
}
