using LlmMcp.Core.Jobs;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Jobs;

public sealed class ListTests
{
    private static readonly JobFilter Everything = new(null, null, null, null, 500);

    [Fact]
    public async Task Pages_are_newest_first_and_meet_without_gap_or_overlap()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var ids = new List<Guid>();
        for (var i = 0; i < 25; i++)
        {
            ids.Add(await rig.SubmitAsync(A.Job()));
        }

        var seen = new List<Guid>();
        Guid? after = null;
        while (true)
        {
            var page = (await rig.Queue.ListAsync(Everything with { After = after, Limit = 10 }, CancellationToken.None)).Jobs;
            seen.AddRange(page.Select(static job => job.Id));
            if (page.Count < 10)
            {
                break;
            }

            after = page[^1].Id;
        }

        Assert.Equal(ids.OrderDescending(), seen);
    }

    [Fact]
    public async Task Each_filter_leaves_exactly_what_matches()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var queued = await rig.SubmitAsync(A.Job("a", kind: "custom.one"));
        var running = await rig.SubmitAsync(A.Job("b", kind: "custom.two"));
        await rig.ClaimAsync("w", 1, 60, "custom.two");
        var done = await rig.SubmitAsync(A.Job("a"));
        var claim = await rig.ClaimOneAsync();
        await rig.CompleteAsync(done, claim.ClaimNo);
        var canceled = await rig.SubmitAsync(A.Job("b"));
        await rig.Queue.CancelAsync(canceled, CancellationToken.None);

        Assert.Equal([queued], await ListAsync(Everything with { Status = JobStatus.Queued }));
        Assert.Equal([running], await ListAsync(Everything with { Status = JobStatus.Running }));
        Assert.Equal([done], await ListAsync(Everything with { Status = JobStatus.Done }));
        Assert.Equal([canceled], await ListAsync(Everything with { Status = JobStatus.Canceled }));
        Assert.Empty(await ListAsync(Everything with { Status = JobStatus.Error }));
        Assert.Equal([canceled, running], await ListAsync(Everything with { Source = "b" }));
        Assert.Equal([canceled, done], await ListAsync(Everything with { Kind = "echo" }));
        Assert.Equal([queued], await ListAsync(new JobFilter(JobStatus.Queued, "custom.one", "a", null, 1)));
        Assert.Equal([done, running, queued], await ListAsync(Everything with { After = canceled }));

        async Task<IEnumerable<Guid>> ListAsync(JobFilter filter) => (await rig.Queue.ListAsync(filter, CancellationToken.None)).Jobs.Select(static job => job.Id);
    }

    [Fact]
    public async Task Many_readers_of_one_job_all_get_it_and_an_unknown_id_is_nothing()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());

        var found = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => rig.Queue.GetAsync(i % 3 == 0 ? Guid.CreateVersion7() : id, CancellationToken.None).AsTask()));

        Assert.Equal(200, found.Count(job => job?.Id == id));
        Assert.Equal(100, found.Count(static job => job is null));
    }
}
