namespace LlmMcp.EmbeddedPostgres;

/// <summary>
/// An exclusive lock between processes (flock underneath). The kernel drops it when the holder dies, even by kill -9,
/// so a leftover lock file means nothing by itself and is never deleted: deleting it would let two processes lock two inodes.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, or returns null when another holder, also one in this process, has it.</summary>
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock; the caller bounds the wait with <paramref name="cancellationToken"/>.</summary>
    public static async Task<FileLock> AcquireAsync(string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(path) is { } acquired)
            {
                return acquired;
            }

            await Task.Delay(RetryInterval, timeProvider, cancellationToken);
        }
    }

    public void Dispose() => file.Dispose();

    // .NET passes errno through: EWOULDBLOCK is 11 on Linux and 35 on macOS; the last is Windows' sharing violation.
    private static bool IsHeldElsewhere(IOException exception) =>
        exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
