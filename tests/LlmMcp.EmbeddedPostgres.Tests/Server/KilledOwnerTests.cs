using System.Globalization;
using LlmMcp.EmbeddedPostgres.Tests.Host;

namespace LlmMcp.EmbeddedPostgres.Tests.Server;

/// <summary>What is left when the process that owns a server dies without a word.</summary>
public sealed class KilledOwnerTests : ServerTest
{
    [LinuxFact]
    public async Task A_killed_owner_takes_its_server_down_cleanly()
    {
        await using var owner = ChildHost.Start(["serve", Data]);
        var (processId, connectionString) = await owner.ReadLineAsync(Limit);
        await QueryAsync(connectionString, "create table notes as select 'kept' as body");

        await owner.KillAsync(Limit);
        await OtherProcess.WaitForEndAsync(int.Parse(processId, CultureInfo.InvariantCulture), Limit);

        await using var server = await StartAsync(Options);
        Assert.Equal("kept", await QueryAsync(server.ConnectionString, "select body from notes"));
        Assert.DoesNotContain("not properly shut down", ServerLog(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_right_after_the_kill_does_not_wait_for_anybody_to_clean_up()
    {
        await using var owner = ChildHost.Start(["serve", Data]);
        var (_, connectionString) = await owner.ReadLineAsync(Limit);
        await QueryAsync(connectionString, "create table notes as select 'kept' as body");
        await owner.KillAsync(Limit);

        await using var server = await StartAsync(Options);
        Assert.Equal("kept", await QueryAsync(server.ConnectionString, "select body from notes"));
    }

    [LinuxFact]
    public async Task A_server_that_outlived_its_owner_is_stopped_by_the_next_one()
    {
        await using var owner = ChildHost.Start(["serve", Data]);
        var (first, connectionString) = await owner.ReadLineAsync(Limit);
        var orphan = int.Parse(first, CultureInfo.InvariantCulture);
        await QueryAsync(connectionString, "create table notes as select 'kept' as body");

        // Stopped, it cannot follow the parent-death signal: the situation of a system without one.
        NativeMethods.Kill(orphan, 19);
        await owner.KillAsync(Limit);

        await using var server = await StartAsync(Options with { StopTimeout = TimeSpan.FromMilliseconds(200) });
        Assert.Contains(Log.Events, logged => logged.Id.Id == 1404);
        Assert.NotEqual(orphan, server.ProcessId);
        Assert.Equal("kept", await QueryAsync(server.ConnectionString, "select body from notes"));
    }

    [LinuxFact]
    public async Task Committed_rows_survive_the_kill_of_owner_and_server_together()
    {
        await using var owner = ChildHost.Start(["serve", Data]);
        var (first, connectionString) = await owner.ReadLineAsync(Limit);
        await QueryAsync(connectionString, "create table notes as select 'kept' as body");
        ServerSignals.Send(int.Parse(first, CultureInfo.InvariantCulture), ServerSignal.Kill);
        await owner.KillAsync(Limit);

        await using var server = await StartAsync(Options);
        Assert.Equal("kept", await QueryAsync(server.ConnectionString, "select body from notes"));
    }

    [Fact]
    public async Task A_second_owner_is_told_who_the_first_one_is()
    {
        await using var owner = ChildHost.Start(["serve", Data]);
        var (_, connectionString) = await owner.ReadLineAsync(Limit);

        var refused = await RefusedAsync(Options);

        Assert.Equal(EmbeddedPostgresFailure.DataInUse, refused.Failure);
        Assert.Equal(owner.Id, refused.OwnerProcessId);
        Assert.Contains($"process {owner.Id}", refused.Message, StringComparison.Ordinal);
        Assert.Equal("1", await QueryAsync(connectionString, "select 1"));
    }

    [LinuxFact]
    public async Task What_a_killed_test_process_leaves_is_removed()
    {
        await using var tests = ChildHost.Start(["directory"]);
        var (processId, directory) = await tests.ReadLineAsync(Limit);
        await tests.KillAsync(Limit);
        await OtherProcess.WaitForEndAsync(int.Parse(processId, CultureInfo.InvariantCulture), Limit);
        await OtherProcess.WaitForRemovalAsync(directory, Limit);
    }
}
