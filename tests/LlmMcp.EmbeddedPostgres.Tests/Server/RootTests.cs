using LlmMcp.EmbeddedPostgres.Tests.Host;

namespace LlmMcp.EmbeddedPostgres.Tests.Server;

public sealed class RootTests : ServerTest
{
    [RootFact]
    public async Task Root_starts_a_server_that_is_not_root()
    {
        await using var server = await StartAsync(Careless);
        var account = ServerAccount.Choose(await File.ReadAllLinesAsync("/etc/passwd", Limit))!;
        var processId = server.ProcessId!.Value;
        Assert.All(OtherProcess.Status(processId, "Uid").Split('\t'), id => Assert.Equal($"{account.UserId}", id));
        Assert.All(OtherProcess.Status(processId, "Gid").Split('\t'), id => Assert.Equal($"{account.GroupId}", id));
        Assert.Equal("", OtherProcess.Status(processId, "Groups"));
    }

    [RootFact]
    public async Task Data_wanted_below_a_closed_directory_goes_to_an_open_one_and_the_log_says_so()
    {
        var closed = Path.Combine(Data, "home");
        UnixFiles.CreatePrivateDirectory(closed, null);
        var wanted = Path.Combine(closed, "llm-mcp");
        var substitute = DataPlace.Substitute(wanted);
        try
        {
            await using var server = await StartAsync(Careless with { DataDirectory = wanted });
            Assert.Equal(substitute, server.DataDirectory);
            Assert.Equal(substitute, EmbeddedPostgresServer.FindData(wanted));
            Assert.Contains(Log.Events, logged => logged.Id.Id == 1401 && logged.Message.Contains(substitute, StringComparison.Ordinal));
            Assert.False(Directory.Exists(wanted));
        }
        finally
        {
            Directory.Delete(substitute, recursive: true);
        }
    }

    [RootFact]
    public async Task A_cluster_of_an_ordinary_user_keeps_its_owner_when_root_starts_it()
    {
        var nobody = ServerAccount.Choose(["nobody:x:65534:65534::/:/bin/false"])!;
        await using (await StartAsync(Careless))
        {
        }

        var cluster = new DataLayout(Data, DataLayout.ExistingMajors(Data)[0]).Cluster;
        await ToolRun.RunAsync("chown", ["-R", "65534:65534", cluster], null, Limit);

        await using var server = await StartAsync(Careless);
        Assert.StartsWith($"{nobody.UserId}", OtherProcess.Status(server.ProcessId!.Value, "Uid"), StringComparison.Ordinal);
    }
}
