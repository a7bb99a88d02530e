using System.Diagnostics;
using LlmMcp.Core.Jobs.Upkeep;
using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;
using Npgsql;

namespace LlmMcp.Core.Tests.Storage;

/// <summary>Backup and restore as docs/operations.md has them.</summary>
public sealed class BackupTests
{
    [PgDumpFact]
    public async Task A_backup_of_a_system_at_work_restores_to_one_that_goes_on()
    {
        using var home = TestDirectory.Create();
        var file = Path.Combine(home.Path, "llm-mcp.dump");
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        var done = await core.SubmitAsync("""{"kind":"echo","source":"before"}""");
        await core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w","kinds":["echo"]}""");
        await core.PostForJsonAsync("/v1/workers/complete", $$$"""{"worker_id":"w","job_id":"{{{done}}}","result":{"ok":true}}""");
        var running = await core.SubmitAsync("""{"kind":"echo","source":"before"}""");
        await core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w","kinds":["echo"]}""");
        var waiting = await core.SubmitAsync("""{"kind":"echo","source":"before"}""");

        // Work goes on while it is written.
        using var enough = new CancellationTokenSource();
        var submitting = SubmitUntilAsync(core, enough.Token);
        await RunAsync(database.ConnectionString, "pg_dump", "--format=custom", "--file", file);
        await enough.CancelAsync();
        Assert.True(await submitting > 0);

        await using var restored = await TestDatabase.CreateEmptyAsync();
        await RunAsync(restored.ConnectionString, "pg_restore", "--no-owner", "--exit-on-error", file);

        await using var again = await TestCore.StartAsync(restored);
        Assert.Equal(Migration.All.Count, await restored.ScalarAsync<long>("select count(*) from schema_migrations"));
        Assert.Equal(["done", "running", "queued"], await StatusesAsync(again, done, running, waiting));

        // Whoever ran it then knows nothing of this database: its lease runs out and it is done again.
        await restored.ExecuteAsync("update jobs set lease_until = now() - interval '1 second' where status = 'running'");
        await again.Get<JobUpkeep>().ExpireLeasesAsync(null, CancellationToken.None);
        Assert.Equal(["done", "queued", "queued"], await StatusesAsync(again, done, running, waiting));
        var claimed = await again.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"new","kinds":["echo"],"max_jobs":2}""");
        Assert.Equal([running, waiting], claimed.GetProperty("jobs").EnumerateArray().Select(static job => job.GetProperty("id").GetGuid()));
        core.Log.VerifyNoErrors();
        again.Log.VerifyNoErrors();
    }

    private static async Task<int> SubmitUntilAsync(TestCore core, CancellationToken enough)
    {
        var submitted = 0;
        while (!enough.IsCancellationRequested)
        {
            await core.SubmitAsync("""{"kind":"custom.later","source":"during"}""");
            submitted++;
        }

        return submitted;
    }

    private static async Task<IEnumerable<string?>> StatusesAsync(TestCore core, params Guid[] jobs)
    {
        var statuses = new List<string?>();
        foreach (var job in jobs)
        {
            statuses.Add((await core.GetJsonAsync($"/v1/jobs/{job}")).GetProperty("status").GetString());
        }

        return statuses;
    }

    private static async Task RunAsync(string connectionString, string program, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        using var process = Process.Start(new ProcessStartInfo(
            PgDumpFactAttribute.Find(program)!, [$"--host={server.Host}", $"--port={server.Port}", $"--username={server.Username}", $"--dbname={server.Database}", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = server.Password },
        })!;
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, complaints);
    }
}

/// <summary>A test that needs PostgreSQL's client programs, which the npm packages of the server do not have.</summary>
public sealed class PgDumpFactAttribute : FactAttribute
{
    public PgDumpFactAttribute() =>
        Skip = Find("pg_dump") is null || Find("pg_restore") is null ? "Needs pg_dump and pg_restore (package postgresql-client)." : null;

    internal static string? Find(string program) =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")) : [])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
