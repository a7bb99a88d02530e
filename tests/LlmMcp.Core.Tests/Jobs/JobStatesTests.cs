using System.Text.RegularExpressions;
using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Jobs;

/// <summary>docs/job-states.md draws exactly the edges the engine takes.</summary>
public sealed partial class JobStatesTests
{
    // Sees every change of status, whatever statement made it.
    private const string Recorder =
        """
        create table edges (old text not null, new text not null, primary key (old, new));
        create function record_edge() returns trigger language plpgsql as
        $$ begin insert into edges values (coalesce(old.status, '[*]'), new.status) on conflict do nothing; return null; end $$;
        create trigger inserted after insert on jobs for each row execute function record_edge();
        create trigger changed after update of status on jobs for each row when (old.status <> new.status) execute function record_edge();
        """;

    [Fact]
    public async Task The_diagram_has_the_edges_the_engine_takes()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.ExecuteAsync(Recorder);
        await using var rig = new QueueRig(database);
        await DoEverythingAsync(rig);

        var taken = await database.ListAsync<string>("select old || ' --> ' || new from edges");

        Assert.Equal(Drawn().Where(static edge => !edge.EndsWith("[*]", StringComparison.Ordinal)).Order(), taken.Order());
    }

    [Fact]
    public void Every_state_is_drawn_and_exactly_the_final_ones_end()
    {
        var drawn = Drawn();

        Assert.All(JobStatus.All, status => Assert.Contains(drawn, edge => edge.EndsWith($"--> {status}", StringComparison.Ordinal)));
        Assert.Equal(
            JobStatus.All.Where(JobStatus.IsFinal).Order(),
            drawn.Where(static edge => edge.EndsWith("[*]", StringComparison.Ordinal)).Select(static edge => edge.Split(' ')[0]).Order());
        Assert.All(JobStatus.All.Where(JobStatus.IsFinal), status => Assert.DoesNotContain(drawn, edge => edge.StartsWith($"{status} -->", StringComparison.Ordinal) && !edge.EndsWith("[*]", StringComparison.Ordinal)));
    }

    // Every operation on every state it can meet; those that must change nothing would show up as an edge too many.
    private static async Task DoEverythingAsync(QueueRig rig)
    {
        var none = CancellationToken.None;
        foreach (var start in new[] { "queued", "backoff", "running", "last attempt", "done", "error", "canceled" })
        {
            foreach (var operation in new Func<Guid, Task>[]
            {
                id => rig.CompleteAsync(id, 0),
                id => rig.FailAsync(id, 0),
                id => rig.FailAsync(id, 0, errorClass: ErrorClass.Request),
                id => rig.ReleaseAsync(id, 0),
                id => rig.Queue.CancelAsync(id, none),
                id => rig.Queue.RetryAsync(id, none),
                id => rig.Queue.HeartbeatAsync("w1", [(id, 0)], 60, none),
                id => rig.PromoteAsync(id),
                id => rig.ClaimAsync("w1"),
                async id =>
                {
                    await rig.Database.ExecuteAsync("update jobs set lease_until = now() - interval '1 s' where id = $1 and status = 'running'", id);
                    await rig.Upkeep.ExpireLeasesAsync(none);
                },
                async id =>
                {
                    await rig.Database.ExecuteAsync("update jobs set deadline_at = now() - interval '1 s' where id = $1", id);
                    await rig.Upkeep.EnforceDeadlinesAsync(none);
                },
                _ => rig.Upkeep.TakeBackUnnamedAsync("w1", [], none),
                _ => rig.Upkeep.TakeBackFromDevicesAsync(["d1"], none),
            })
            {
                await operation(await InStateAsync(rig, start));
                await rig.Database.ExecuteAsync("delete from jobs");
                await rig.Database.ExecuteAsync("delete from job_attempts");
            }
        }
    }

    private static async Task<Guid> InStateAsync(QueueRig rig, string state)
    {
        var id = await rig.SubmitAsync(A.Job() with { MaxAttempts = state == "last attempt" ? 1 : 3 });
        if (state == "queued")
        {
            return id;
        }

        if (state == "canceled")
        {
            await rig.Queue.CancelAsync(id, CancellationToken.None);
            return id;
        }

        await rig.ClaimOneAsync();
        await (state switch
        {
            "backoff" => rig.FailAsync(id, 0),
            "done" => rig.CompleteAsync(id, 0),
            "error" => rig.FailAsync(id, 0, errorClass: ErrorClass.Request),
            _ => Task.CompletedTask,
        });
        return id;
    }

    private static List<string> Drawn() =>
        [.. Edge().Matches(File.ReadAllText(RepositoryFolder.Below("docs/job-states.md"))).Select(static match => $"{match.Groups["from"].Value} --> {match.Groups["to"].Value}")];

    [GeneratedRegex(@"^\s+(?<from>\[\*\]|\w+) --> (?<to>\[\*\]|\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Edge();
}
