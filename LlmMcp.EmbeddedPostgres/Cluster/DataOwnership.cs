namespace LlmMcp.EmbeddedPostgres;

/// <summary>The exclusive right to one data directory, held for the life of the process and dropped by the kernel when it dies.</summary>
internal sealed class DataOwnership : IDisposable
{
    private readonly FileLock held;

    private DataOwnership(FileLock held) => this.held = held;

    /// <summary>Takes the data.</summary>
    /// <exception cref="EmbeddedPostgresException">Another live process has it; the message and the exception name its process id.</exception>
    public static DataOwnership Take(DataLayout layout, ServerAccount? account)
    {
        var taken = FileLock.TryAcquire(layout.OwnerLock) ?? throw InUse(layout);
        File.WriteAllText(layout.OwnerPid, $"{Environment.ProcessId}\n");

        // Root may start today what an ordinary user started yesterday and will start again tomorrow.
        UnixFiles.ChangeOwner(layout.OwnerLock, account);
        UnixFiles.ChangeOwner(layout.OwnerPid, account);
        return new DataOwnership(taken);
    }

    public void Dispose() => held.Dispose();

    private static EmbeddedPostgresException InUse(DataLayout layout)
    {
        // The owner may be between taking the lock and writing its id; then the message goes without.
        var owner = File.Exists(layout.OwnerPid) && int.TryParse(File.ReadAllText(layout.OwnerPid), out var processId) ? processId : (int?)null;
        return new EmbeddedPostgresException(
            EmbeddedPostgresFailure.DataInUse,
            $"The data in {layout.Root} is already in use by {(owner is null ? "another process" : $"process {owner}")}. Stop it first, or choose another data directory.")
        {
            OwnerProcessId = owner,
        };
    }
}
