using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.JobsApi.Rig;

/// <summary>Tests through the doors: each has a whole Core and a database of its own.</summary>
public abstract class CoreTest : IAsyncLifetime
{
    private TestDatabase? database;
    private TestCore? core;

    private protected TestDatabase Database => database!;

    private protected TestCore Core => core!;

    /// <summary>Core's clock; null for the system's.</summary>
    private protected virtual TimeProvider? Time => null;

    /// <summary>What Core is told beside what every test tells it.</summary>
    private protected virtual (string Key, string Value)[] Settings => [];

    public virtual async Task InitializeAsync()
    {
        database = await CoreDatabase.CreateAsync();
        core = await TestCore.StartAsync(database, Time, Settings);
    }

    public async Task DisposeAsync()
    {
        await Core.DisposeAsync();
        await Database.DisposeAsync();
    }
}
