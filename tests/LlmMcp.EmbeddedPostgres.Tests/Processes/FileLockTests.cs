using LlmMcp.Testing;

namespace LlmMcp.EmbeddedPostgres.Tests.Processes;

public sealed class FileLockTests : IDisposable
{
    private readonly TestDirectory directory = TestDirectory.Create();

    private string LockFile => Path.Combine(directory.Path, "lock");

    [Fact]
    public void A_held_lock_is_not_given_twice_and_is_free_after_dispose()
    {
        using (FileLock.TryAcquire(LockFile))
        {
            Assert.Null(FileLock.TryAcquire(LockFile));
        }

        using var again = FileLock.TryAcquire(LockFile);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task A_waiter_gets_the_lock_when_it_is_free()
    {
        var clock = new FakeTimeProvider();
        var held = FileLock.TryAcquire(LockFile)!;
        var waiting = FileLock.AcquireAsync(LockFile, clock, CancellationToken.None);
        await clock.WaitForArmedTimersAsync(1);
        Assert.False(waiting.IsCompleted);

        held.Dispose();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await waiting).Dispose();
    }

    [Fact]
    public void A_lock_in_a_missing_directory_is_an_error_and_not_a_held_lock() =>
        Assert.Throws<DirectoryNotFoundException>(() => FileLock.TryAcquire(Path.Combine(directory.Path, "missing", "lock")));

    public void Dispose() => directory.Dispose();
}
