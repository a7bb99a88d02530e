using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;
using LlmMcp.Telemetry.Watching;

namespace LlmMcp.Telemetry.Tests.Looks;

/// <summary>What Core really shows is what the rules read.</summary>
public sealed class CoreLooksTests
{
    [Fact]
    public async Task A_device_that_goes_offline_in_Core_is_told()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var before = rig.Start(telegram.Configure);
        await rig.RunAsync(before);
        await before.Get<Watcher>().LeaveAsync(default);
        before.Dispose();
        await ExecuteAsync(rig, """
            insert into devices (id, name, provider, base_url, origin, status, probed_by, last_seen)
            values ('pi5', 'Raspberry <5>', 'ollama', 'http://127.0.0.1:1', 'test', 'offline', 'elsewhere', now())
            """);
        await rig.RefreshFleetAsync();
        var one = rig.Start(telegram.Configure, scripted: false);
        await rig.RunAsync(one);

        Assert.Equal(["OFFLINE: Raspberry &lt;5&gt;"], await telegram.LinesAsync());
    }

    [Fact]
    public async Task Queue_and_failed_jobs_are_seen()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var looks = rig.Start(static options => options.WebhookUrl = "http://127.0.0.1:9", scripted: false).Get<ILookSource>();
        using var http = new HttpClient { BaseAddress = new Uri(rig.CoreUrl) };
        (await http.PostAsync("/v1/jobs", new StringContent("""{"kind":"nobody.serves","payload":{}}"""))).EnsureSuccessStatusCode();
        await ExecuteAsync(rig, """
            insert into jobs (id, kind, block, payload, status, attempts, max_attempts, error, finished_at)
            values (gen_random_uuid(), 'ollama.chat', 'ollama.chat', '{}', 'error', 1, 1, 'boom', now())
            """);

        var look = await looks.LookAsync(DateTimeOffset.UnixEpoch, default);

        Assert.Equal((Reach.Whole, 0L, "ollama.chat"), (look.Reach, look.Dashboard.Running, look.Failures.Single().Kind));
        Assert.NotNull(look.Dashboard.UpdatedAt);
        Assert.Equal(60, look.Dashboard.Throughput.Count);
        Assert.True(look.Dashboard.Throughput.Sum(static minute => minute.Submitted) > 0);
    }

    [Theory]
    [InlineData("NoCore", "connection refused")]
    [InlineData("NoDatabase", "Core answers, but its database does not")]
    public async Task What_cannot_be_reached_is_said(string reach, string reason)
    {
        await using var rig = await TelemetryRig.StartAsync();
        var looks = rig.Start(static options => options.WebhookUrl = "http://127.0.0.1:9", scripted: false).Get<ILookSource>();
        rig.Reach = Enum.Parse<Reach>(reach);

        var look = await looks.LookAsync(DateTimeOffset.UnixEpoch, default);

        Assert.Equal((rig.Reach, reason), (look.Reach, look.Reason));
    }

    [Fact]
    public async Task A_wrong_key_is_told_with_the_variable_to_mend()
    {
        await using var core = await FakeWeb.StartAsync(static _ => new FakeAnswer(401, "{}"));
        await using var rig = await TelemetryRig.StartAsync();
        var looks = rig.Start(
            options => (options.WebhookUrl, options.CoreUrl, options.ApiKey) = ("http://127.0.0.1:9", core.Url, "4f1b2c3d4e5f60718293"), scripted: false).Get<ILookSource>();

        var look = await looks.LookAsync(DateTimeOffset.UnixEpoch, default);

        Assert.Equal(Reach.NoCore, look.Reach);
        Assert.Matches("^Core answers 401 to [^ ]+; check INTERNAL_API_KEY$", look.Reason);
    }

    private static async Task ExecuteAsync(TelemetryRig rig, string sql)
    {
        await using var command = rig.Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
