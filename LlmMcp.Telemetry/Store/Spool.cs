using System.Text.Json;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Store;

/// <summary>
/// Keeps <see cref="SpoolState"/> in a file, replaced as a whole. The file beside it stays locked while the process lives, so
/// that a second process on the machine takes the next pair. Without a place to write, memory has to do.
/// </summary>
internal sealed class Spool : IDisposable
{
    private const int MostProcesses = 20;
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly FileStream? held;
    private readonly string? path;
    private readonly ILogger<Spool> logger;

    public Spool(IOptions<TelemetryOptions> options, ILogger<Spool> logger)
    {
        this.logger = logger;
        var directory = options.Value.StateDirectory.Length > 0 ? options.Value.StateDirectory : DefaultDirectory();
        try
        {
            Directory.CreateDirectory(directory);
            (held, path) = Take(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TelemetryLog.SpoolUnusable(logger, directory, exception.Message);
        }

        var state = path is null ? new SpoolState() : Read(path);
        // What belongs to another Core is none of this one's business.
        State = state.CoreUrl == options.Value.CoreUrl ? state : new SpoolState { CoreUrl = options.Value.CoreUrl };
    }

    public SpoolState State { get; private set; }

    /// <summary>Keeps a new state; nothing is written when it is the old one.</summary>
    public void Keep(SpoolState state)
    {
        if (ReferenceEquals(state, State))
        {
            return;
        }

        State = state;
        if (path is null)
        {
            return;
        }

        try
        {
            File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(state, CoreApi.Json));
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TelemetryLog.SpoolUnusable(logger, path, exception.Message);
        }
    }

    /// <summary>Tells <see cref="TelemetryHealth"/> that the rounds go on: the time of the locked file is that of the last one.</summary>
    public void Beat(DateTimeOffset now)
    {
        if (held is null)
        {
            return;
        }

        try
        {
            File.SetLastWriteTimeUtc(held.SafeFileHandle, now.UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TelemetryLog.SpoolUnusable(logger, held.Name, exception.Message);
        }
    }

    /// <summary>When a process that keeps its state in <paramref name="directory"/> last went round; null when none ever did.</summary>
    /// <param name="directory">The user's state directory when empty.</param>
    public static DateTimeOffset? LastBeat(string directory)
    {
        var folder = new DirectoryInfo(directory.Length > 0 ? directory : DefaultDirectory());
        return folder.Exists ? folder.EnumerateFiles("telemetry-*.lock").Max(static file => (DateTimeOffset?)file.LastWriteTimeUtc) : null;
    }

    public void Dispose() => held?.Dispose();

    private static (FileStream?, string?) Take(string directory)
    {
        for (var number = 1; number <= MostProcesses; number++)
        {
            var file = Path.Combine(directory, $"telemetry-{number}");
            try
            {
                return (new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), file + ".json");
            }
            catch (IOException) when (File.Exists(file + ".lock"))
            {
                // Another process has it.
            }
        }

        return (null, null);
    }

    private SpoolState Read(string file)
    {
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= MostBytes
                ? JsonSerializer.Deserialize<SpoolState>(File.ReadAllBytes(file), CoreApi.Json) ?? new SpoolState()
                : new SpoolState();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            TelemetryLog.SpoolUnusable(logger, file, exception.Message);
            return new SpoolState();
        }
    }

    private static string DefaultDirectory() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "llm-mcp");
}
