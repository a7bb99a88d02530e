using LlmMcp.EmbeddedPostgres.Tests.Host;

namespace LlmMcp.EmbeddedPostgres.Tests.Server;

public sealed class ForeignDataTests : ServerTest
{
    [Fact]
    public async Task A_cluster_directory_without_our_marker_is_left_alone()
    {
        await using (var first = await StartAsync(Careless))
        {
            await first.StopAsync(StopMode.Fast, Limit);
            File.Delete(new DataLayout(Data, first.Binaries.Major).Marker);
        }

        var refused = await RefusedAsync(Careless);
        Assert.Equal(EmbeddedPostgresFailure.ForeignData, refused.Failure);
        Assert.Contains("was not made by llm-mcp", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_is_itself_a_cluster_is_left_alone()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "PG_VERSION"), "15\n", Limit);

        var refused = await RefusedAsync(Careless);

        Assert.Equal(EmbeddedPostgresFailure.ForeignData, refused.Failure);
        Assert.Equal(["PG_VERSION"], Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Data_of_a_version_nobody_can_serve_is_refused_by_name()
    {
        var old = new DataLayout(Data, 14);
        Directory.CreateDirectory(old.Cluster);
        await File.WriteAllTextAsync(old.Marker, "", Limit);

        var refused = await RefusedAsync(Careless with { Search = new PostgresSearch { UseNpm = false } });

        Assert.Equal(EmbeddedPostgresFailure.VersionMismatch, refused.Failure);
        Assert.Contains("made by PostgreSQL 14", refused.Message, StringComparison.Ordinal);
        Assert.Single(DataLayout.ExistingMajors(Data));
    }

    [Fact]
    public async Task A_cluster_whose_files_are_of_another_version_than_its_name_is_refused()
    {
        EmbeddedPostgresServer first;
        await using (first = await StartAsync(Careless))
        {
        }

        await File.WriteAllTextAsync(Path.Combine(Cluster(first), "PG_VERSION"), "14\n", Limit);
        var refused = await RefusedAsync(Careless);
        Assert.Equal(EmbeddedPostgresFailure.VersionMismatch, refused.Failure);
    }

    [LinuxFact]
    public async Task A_server_that_somebody_else_started_on_our_data_is_not_stopped()
    {
        EmbeddedPostgresServer first;
        await using (first = await StartAsync(Careless))
        {
        }

        var layout = new DataLayout(Data, first.Binaries.Major);
        var account = Environment.IsPrivilegedProcess ? ServerAccount.Choose(await File.ReadAllLinesAsync("/etc/passwd", Limit)) : null;
        using var launcher = new LauncherThread();
        var plan = LaunchPlan.Build(
            await LaunchTools.DetectAsync(Limit), account, Environment.ProcessId, layout.StartLog, first.Binaries.Postgres,
            ["-D", layout.Cluster, "-c", "listen_addresses=", "-c", $"unix_socket_directories={layout.SocketDirectory}"]);
        using var stranger = await launcher.StartAsync(plan, ServerSettings.ProcessEnvironment);
        while (PostmasterProbe.ReadProcessId(layout.PostmasterPid) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Limit);
        }

        var refused = await RefusedAsync(Careless);

        Assert.Equal(EmbeddedPostgresFailure.DataInUse, refused.Failure);
        Assert.Equal(stranger.Id, refused.OwnerProcessId);
        Assert.False(stranger.HasExited);
        ServerSignals.Send(stranger.Id, ServerSignal.Fast);
        await stranger.WaitForExitAsync(Limit);
    }

    [LinuxFact]
    public async Task A_pid_file_whose_number_belongs_to_another_program_now_does_not_stop_a_start()
    {
        EmbeddedPostgresServer first;
        await using (first = await StartAsync(Careless))
        {
        }

        var layout = new DataLayout(Data, first.Binaries.Major);
        await File.WriteAllTextAsync(layout.PostmasterPid, $"{Environment.ProcessId}\n{layout.Cluster}\n", Limit);
        await using var server = await StartAsync(Careless);
        Assert.Equal("1", await QueryAsync(server.ConnectionString, "select 1"));
        Assert.Contains(Log.Events, logged => logged.Id.Id == 1405);
    }
}
