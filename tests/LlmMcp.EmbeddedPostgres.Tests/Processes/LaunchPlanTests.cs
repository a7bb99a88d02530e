namespace LlmMcp.EmbeddedPostgres.Tests.Processes;

public sealed class LaunchPlanTests
{
    private static readonly LaunchTools Linux = new("/usr/bin/setpriv", "/usr/bin/setsid", null);
    private static readonly LaunchTools Mac = new(null, null, "/usr/bin/perl");
    private static readonly LaunchTools Bare = new(null, null, null);
    private static readonly ServerAccount Account = new("postgres", 101, 104);

    [Fact]
    public void Root_changes_the_account_and_ties_the_server_to_its_owner() => Assert.StartsWith(
        "/usr/bin/setpriv --reuid=101 --regid=104 --clear-groups --pdeathsig INT /usr/bin/setsid /bin/sh -c ", Line(Linux, Account), StringComparison.Ordinal);

    [Fact]
    public void An_ordinary_user_keeps_the_account() =>
        Assert.StartsWith("/usr/bin/setpriv --pdeathsig INT /usr/bin/setsid /bin/sh ", Line(Linux, null), StringComparison.Ordinal);

    [Fact]
    public void Without_setpriv_the_server_still_leaves_the_terminals_process_group() =>
        Assert.StartsWith("/usr/bin/perl -MPOSIX ", Line(Mac, null), StringComparison.Ordinal);

    [Fact]
    public void With_nothing_but_a_shell_the_server_starts_plainly() =>
        Assert.StartsWith("/bin/sh -c ", Line(Bare, null), StringComparison.Ordinal);

    [Fact]
    public void Root_without_setpriv_is_told_what_to_do()
    {
        var refused = Assert.Throws<EmbeddedPostgresException>(() => Line(Mac, Account));
        Assert.Equal(EmbeddedPostgresFailure.Unsupported, refused.Failure);
        Assert.Contains("util-linux", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Program_runs_only_while_its_owner_is_the_parent(bool isParent)
    {
        using var directory = Testing.TestDirectory.Create();
        var log = Path.Combine(directory.Path, "log");
        using var launcher = new LauncherThread();
        var plan = LaunchPlan.Build(Bare, null, isParent ? Environment.ProcessId : 1, log, "/bin/echo", ["started", "with spaces"]);

        using var process = await launcher.StartAsync(plan, ServerSettings.ProcessEnvironment);
        await process.WaitForExitAsync();

        Assert.Equal(isParent ? 0 : 75, process.ExitCode);
        Assert.Equal(isParent ? "started with spaces" : "(no output)", StartLog.Tail(log));
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_reported_to_the_caller_and_the_next_one_starts()
    {
        using var launcher = new LauncherThread();
        await Assert.ThrowsAnyAsync<Exception>(() => launcher.StartAsync(new LaunchPlan("/nonexistent", []), []));
        using var process = await launcher.StartAsync(new LaunchPlan("/bin/sh", ["-c", "exit 3"]), []);
        await process.WaitForExitAsync();
        Assert.Equal(3, process.ExitCode);
    }

    private static string Line(LaunchTools tools, ServerAccount? account)
    {
        var plan = LaunchPlan.Build(tools, account, 42, "/log", "/pg/postgres", ["-D", "/data"]);
        return $"{plan.Program} {string.Join(' ', plan.Arguments)}";
    }
}
