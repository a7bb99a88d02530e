using LlmMcp.EmbeddedPostgres.Tests.Host;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.EmbeddedPostgres.Tests.Server;

public sealed class ServerStartTests : ServerTest
{
    [Fact]
    public async Task Data_is_kept_between_starts()
    {
        await using (var first = await StartAsync(Options))
        {
            await QueryAsync(first.ConnectionString, "create table notes as select 'kept' as body");
        }

        await using var second = await StartAsync(Options);
        Assert.Equal("kept", await QueryAsync(second.ConnectionString, "select body from notes"));
        Assert.True(Directory.Exists(Path.Combine(Data, $"pg{second.Binaries.Major}")));
    }

    [Fact]
    public async Task Database_is_created_with_the_name_asked_for_and_bytewise_order()
    {
        await using var server = await StartAsync(Careless with { Database = """we"ird""" });
        Assert.Equal("""we"ird|UTF8|C""", await QueryAsync(
            server.ConnectionString, "select datname || '|' || pg_encoding_to_char(encoding) || '|' || datcollate from pg_database where datname = current_database()"));
    }

    [Fact]
    public async Task Server_listens_on_no_tcp_port_unless_asked()
    {
        await using var server = await StartAsync(Careless);
        Assert.Equal("", await QueryAsync(server.ConnectionString, "show listen_addresses"));
    }

    [Fact]
    public async Task Tcp_port_serves_loopback_and_demands_the_password()
    {
        var port = FreePort.Next();
        await using var server = await StartAsync(Careless with { TcpPort = port });
        var tcp = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = "127.0.0.1", Port = port };
        Assert.Equal("127.0.0.1", await QueryAsync(tcp.ConnectionString, "show listen_addresses"));

        tcp.Password = "wrong";
        var refused = await Assert.ThrowsAsync<PostgresException>(() => QueryAsync(tcp.ConnectionString, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Socket_demands_the_password_too()
    {
        await using var server = await StartAsync(Careless);
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" };
        await Assert.ThrowsAsync<PostgresException>(() => QueryAsync(wrong.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task Durability_is_on_unless_parameters_say_otherwise()
    {
        const string Settings = "select current_setting('fsync') || current_setting('synchronous_commit') || current_setting('max_connections')";
        await using (var usual = await StartAsync(Options))
        {
            Assert.Equal("onon100", await QueryAsync(usual.ConnectionString, Settings));
        }

        await using var careless = await StartAsync(Careless);
        Assert.Equal("offoff300", await QueryAsync(careless.ConnectionString, Settings));
    }

    [Fact]
    public async Task Socket_moves_to_a_short_path_when_the_data_lies_deep_and_goes_with_the_server()
    {
        var deep = Path.Combine(Data, new string('d', 60), new string('e', 60));
        string host;
        await using (var server = await StartAsync(Careless with { DataDirectory = deep }))
        {
            host = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
            Assert.DoesNotContain(deep, host, StringComparison.Ordinal);
            Assert.Equal("1", await QueryAsync(server.ConnectionString, "select 1"));
        }

        Assert.False(Directory.Exists(host));
    }

    [Fact]
    public async Task Secrets_and_socket_are_closed_to_other_accounts()
    {
        await using var server = await StartAsync(Careless);
        var layout = new DataLayout(Data, server.Binaries.Major);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(layout.PasswordFile));
            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal(Private, File.GetUnixFileMode(layout.SocketDirectory));
            Assert.Equal(Private, File.GetUnixFileMode(layout.Cluster));
        }
    }

    [LinuxFact]
    public async Task Server_has_its_own_process_group_and_nothing_of_our_environment()
    {
        Environment.SetEnvironmentVariable("LLM_MCP_TEST_SECRET", "s3cr3t");
        await using var server = await StartAsync(Careless);
        var processId = server.ProcessId!.Value;

        // Else Ctrl+C in the terminal would stop the database before its owner has drained.
        Assert.Equal(processId, OtherProcess.Group(processId));
        Assert.DoesNotContain("s3cr3t", await File.ReadAllTextAsync($"/proc/{processId}/environ", Limit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_tells_what_the_server_said_and_leaves_the_data_free()
    {
        var broken = Careless with { Parameters = new Dictionary<string, string> { ["shared_buffers"] = "lots" } };
        var refused = await RefusedAsync(broken);
        Assert.Equal(EmbeddedPostgresFailure.StartFailed, refused.Failure);
        Assert.Contains("shared_buffers", refused.Message, StringComparison.Ordinal);

        await using var server = await StartAsync(Careless);
        Assert.Equal("1", await QueryAsync(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_named_in_the_message()
    {
        var file = Path.Combine(Path.GetDirectoryName(Data)!, "file");
        await File.WriteAllTextAsync(file, "", Limit);
        var refused = await RefusedAsync(Options with { DataDirectory = Path.Combine(file, "data") });
        Assert.Equal(EmbeddedPostgresFailure.DataUnusable, refused.Failure);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tcp_port_that_is_taken_is_named_in_the_message()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var refused = await RefusedAsync(Careless with { TcpPort = port });
        Assert.Equal(EmbeddedPostgresFailure.StartFailed, refused.Failure);
        Assert.Contains("Address already in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_a_killed_initdb_left_is_removed()
    {
        var draft = Path.Combine(Data, ".llm-mcp-initdb-0badcafe");
        Directory.CreateDirectory(Path.Combine(draft, "cluster"));
        await using var server = await StartAsync(Options);
        Assert.False(Directory.Exists(draft));
    }
}
