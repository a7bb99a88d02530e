using LlmMcp.EmbeddedPostgres.Tests.Host;
using Npgsql;

namespace LlmMcp.EmbeddedPostgres.Tests.Server;

public sealed class ServerStopTests : ServerTest
{
    [Fact]
    public async Task Immediate_restart_cuts_connections_and_keeps_what_was_committed()
    {
        await using var server = await StartAsync(Options);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Limit);
        await ExecuteAsync(connection, "create table notes (body text)");
        await ExecuteAsync(connection, "insert into notes values ('committed')");
        await ExecuteAsync(connection, "begin");
        await ExecuteAsync(connection, "insert into notes values ('open')");
        var before = server.ProcessId;

        await server.RestartAsync(StopMode.Immediate, Limit);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(connection, "commit"));
        Assert.Equal("committed", await QueryAsync(server.ConnectionString, "select string_agg(body, ',') from notes"));
        Assert.NotEqual(before, server.ProcessId);
        Assert.Equal(2, server.Starts);
        Assert.Contains("not properly shut down", ServerLog(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fast_restart_leaves_the_files_clean()
    {
        await using var server = await StartAsync(Options);
        await server.RestartAsync(StopMode.Fast, Limit);
        Assert.DoesNotContain("not properly shut down", ServerLog(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_server_stays_down_until_it_is_started_again()
    {
        await using var server = await StartAsync(Careless);
        await server.StopAsync(StopMode.Fast, Limit);
        Assert.Null(server.ProcessId);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => QueryAsync(server.ConnectionString, "select 1"));

        await server.StartAgainAsync(Limit);
        Assert.Equal("1", await QueryAsync(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_crashed_server_is_started_again_and_the_log_says_so()
    {
        Log.ExpectEvent(1406);
        await using var server = await StartAsync(Options);
        await QueryAsync(server.ConnectionString, "create table notes as select 'kept' as body");

        ServerSignals.Send(server.ProcessId!.Value, ServerSignal.Kill);
        await server.WaitForStartAsync(2, Limit);

        Assert.Equal("kept", await QueryAsync(server.ConnectionString, "select body from notes"));
        Assert.Single(Log.Events, logged => logged.Id.Id == 1406);
    }

    [LinuxFact]
    public async Task Dispose_leaves_no_process_and_frees_the_data()
    {
        var server = await StartAsync(Careless);
        var processId = server.ProcessId!.Value;
        await server.DisposeAsync();
        await OtherProcess.WaitForEndAsync(processId, Limit);
        DataOwnership.Take(new DataLayout(Data, server.Binaries.Major), null).Dispose();
    }

    [Fact]
    public async Task A_server_that_ignores_the_polite_signal_is_stopped_harder()
    {
        await using var server = await StartAsync(Careless with { StopTimeout = TimeSpan.FromMilliseconds(200) });
        NativeMethods.Kill(server.ProcessId!.Value, OperatingSystem.IsMacOS() ? 17 : 19); // SIGSTOP
        await server.StopAsync(StopMode.Fast, Limit);
        Assert.Contains(Log.Events, logged => logged.Id.Id == 1409);
        Assert.Null(server.ProcessId);
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Limit);
    }
}
