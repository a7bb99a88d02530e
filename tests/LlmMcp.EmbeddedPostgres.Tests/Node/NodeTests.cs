using LlmMcp.Testing;

namespace LlmMcp.EmbeddedPostgres.Tests.Node;

public sealed class NodeTests : IDisposable
{
    private static readonly string Scripts = RepositoryFolder.Below("tests/LlmMcp.EmbeddedPostgres.Tests/Node/scripts");

    private readonly TestDirectory directory = TestDirectory.Create();

    private static NodeOptions Talk => new()
    {
        Arguments = ["there"],
        Environment = new Dictionary<string, string> { ["GREETING"] = "friend" },
    };

    [Fact]
    public async Task A_script_runs_with_its_arguments_and_environment_and_its_exit_code_is_told()
    {
        var result = await NodeScript.RunAsync(Path.Combine(Scripts, "talk.mjs"), Talk);
        Assert.Equal(new NodeResult(3, "hello there friend\n", "to stderr\n"), result);
        Assert.Contains("to stderr", Assert.Throws<InvalidOperationException>(result.EnsureSuccess).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_can_talk_with_a_script_line_by_line()
    {
        await using var script = NodeProcess.Start(Path.Combine(Scripts, "talk.mjs"), Talk);
        Assert.Equal("hello there friend", await script.ReadLineAsync());
        await script.WriteLineAsync("one");
        Assert.Equal("heard one", await script.ReadLineAsync());
        Assert.Equal(3, (await script.RunToEndAsync()).ExitCode);
        Assert.Null(await script.ReadLineAsync());
    }

    [Fact]
    public async Task A_script_that_hangs_is_killed_at_its_time_limit()
    {
        int processId;
        await using (var script = NodeProcess.Start(Path.Combine(Scripts, "talk.mjs"), Talk with { TimeLimit = TimeSpan.FromSeconds(1) }))
        {
            processId = script.Id;
            await script.WriteLineAsync("hang");
            var late = await Assert.ThrowsAsync<TimeoutException>(() => script.RunToEndAsync());
            Assert.Contains("hello there friend", late.Message, StringComparison.Ordinal);
        }

        Assert.False(ServerSignals.Send(processId, ServerSignal.Probe));
    }

    [Fact]
    public async Task Packages_are_installed_once_and_usable()
    {
        foreach (var name in (string[])["package.json", "package-lock.json", ".npmrc", "package-use.cjs"])
        {
            File.Copy(Path.Combine(Scripts, name), Path.Combine(directory.Path, name));
        }

        await NpmPackages.EnsureAsync(directory.Path);
        await NpmPackages.EnsureAsync(directory.Path);

        var result = await NodeScript.RunAsync(Path.Combine(directory.Path, "package-use.cjs"));
        Assert.Equal("true\n", result.EnsureSuccess().Output);
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_installed_is_reported_with_what_npm_said()
    {
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "package.json"), """{"dependencies":{"is-odd":"3.0.1"}}""");
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "package-lock.json"), """{"lockfileVersion":3,"packages":{}}""");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => NpmPackages.EnsureAsync(directory.Path));
        Assert.Contains("is-odd", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_port_is_given_once()
    {
        var ports = Enumerable.Range(0, 50).Select(_ => FreePort.Next()).ToList();
        Assert.Equal(ports.Count, ports.Distinct().Count());
    }

    public void Dispose() => directory.Dispose();
}
