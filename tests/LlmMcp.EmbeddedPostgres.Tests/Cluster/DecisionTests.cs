namespace LlmMcp.EmbeddedPostgres.Tests.Cluster;

/// <summary>The decisions that need no server.</summary>
public sealed class DecisionTests
{
    [Theory]
    [InlineData(false, false, false, "Stale")]
    [InlineData(true, false, false, "Stale")]
    [InlineData(true, false, true, "Stale")]
    [InlineData(true, true, true, "Orphan")]
    [InlineData(true, true, false, "Foreign")]
    public void A_postmaster_pid_is_judged_by_what_its_process_does(bool isAlive, bool servesCluster, bool startedByUs, string expected) =>
        Assert.Equal(expected, new PostmasterFacts(isAlive, servesCluster, startedByUs).Judge().ToString());

    [Fact]
    public void The_account_is_postgres_before_nobody_and_never_root()
    {
        string[] both = ["root:x:0:0::/root:/bin/bash", "nobody:x:65534:65534::/:/bin/false", "postgres:x:101:104::/:/bin/bash"];
        Assert.Equal(new ServerAccount("postgres", 101, 104), ServerAccount.Choose(both));
        Assert.Equal(new ServerAccount("nobody", 65534, 65534), ServerAccount.Choose(both[..2]));
        Assert.Null(ServerAccount.Choose(["root:x:0:0::/root:/bin/bash", "postgres:x:0:0::/:/bin/bash", "broken"]));
    }

    [Theory]
    [InlineData("/data/run", true)]
    [InlineData("/data,with/comma", false)]
    public void A_socket_path_holds_no_comma(string directory, bool fits) =>
        Assert.Equal(fits, DataLayout.FitsSocket(directory, 5432));

    [Fact]
    public void A_socket_path_is_measured_in_bytes()
    {
        const int Room = 103 - 15; // "/.s.PGSQL.5432"
        Assert.True(DataLayout.FitsSocket("/" + new string('a', Room), 5432));
        Assert.False(DataLayout.FitsSocket("/" + new string('a', Room + 1), 5432));
        Assert.False(DataLayout.FitsSocket("/" + new string('é', (Room / 2) + 1), 5432));
    }

    [Fact]
    public void The_wait_before_a_restart_doubles_and_is_bounded()
    {
        Assert.Equal(
            [0, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000],
            Enumerable.Range(0, 12).Select(failures => RestartBackoff.Delay(failures).TotalMilliseconds));
    }

    [Fact]
    public void A_substitute_for_the_data_directory_is_the_same_each_time_and_differs_by_path()
    {
        Assert.Equal(DataPlace.Substitute("/root/a/data"), DataPlace.Substitute("/root/a/data"));
        Assert.NotEqual(DataPlace.Substitute("/root/a/data"), DataPlace.Substitute("/root/b/data"));
    }

    [Fact]
    public void Parameters_of_the_caller_beat_ours_but_not_the_addresses()
    {
        var arguments = ServerSettings.Arguments("/c", "/s", null, new Dictionary<string, string> { ["fsync"] = "off", ["listen_addresses"] = "*" }).ToList();
        Assert.Contains("fsync=off", arguments);
        Assert.DoesNotContain("fsync=on", arguments);
        Assert.Contains("listen_addresses=", arguments);
    }
}
