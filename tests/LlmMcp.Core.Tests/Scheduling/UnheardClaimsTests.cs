using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Scheduling;

public sealed class UnheardClaimsTests
{
    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_back_in_the_queue_before_the_next_one_and_not_charged()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await database.AddDeviceAsync("d1", 2);
        await using var rig = new QueueRig(database);
        rig.Devices.Runs("m", "d1");
        await rig.SubmitAsync(A.ModelJob());
        var heard = await rig.ClaimOneAsync("w1", JobKinds.OllamaGenerate);
        var unheard = await rig.SubmitAsync(A.ModelJob());
        var claimed = await LoseAnswerAsync(rig, "w1", JobKinds.OllamaGenerate);
        Assert.Equal(unheard, Assert.Single(claimed).Id);
        Assert.Equal(JobStatus.Running, (await rig.ReadAsync(unheard)).Status);

        var again = await rig.ClaimOneAsync("w2", JobKinds.OllamaGenerate);

        Assert.Equal((unheard, 2, 1), (again.Id, again.ClaimNo, again.Attempts));
        Assert.Equal(["1 released"], await database.ListAsync<string>("select claim_no || ' ' || status from job_attempts where job_id = $1", unheard));
        Assert.False(await rig.CompleteAsync(unheard, 1));
        Assert.True(await rig.CompleteAsync(heard.Id, heard.ClaimNo));
    }

    [Fact]
    public async Task What_others_hold_stays_theirs()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await rig.SubmitAsync(A.Job());
        await rig.ClaimOneAsync("w1");
        await using var elsewhere = new QueueRig(database);
        await elsewhere.SubmitAsync(A.Job());
        var other = await elsewhere.ClaimOneAsync("w2");
        await rig.SubmitAsync(A.Job());
        await LoseAnswerAsync(rig, "w1", JobKinds.Echo);

        Assert.Equal(1, await rig.Get<UnheardClaims>().TakeBackAsync(CancellationToken.None));
        Assert.Equal(0, await rig.Get<UnheardClaims>().TakeBackAsync(CancellationToken.None));

        Assert.True(await rig.CompleteAsync(other.Id, other.ClaimNo, "w2"));
    }

    [Fact]
    public async Task A_Core_that_has_just_started_takes_nothing_from_a_worker_that_may_hold_it()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var before = new QueueRig(database);
        await before.SubmitAsync(A.Job());
        var held = await before.ClaimOneAsync("w1");
        await using var rig = new QueueRig(database);
        await rig.SubmitAsync(A.Job());
        await LoseAnswerAsync(rig, "w1", JobKinds.Echo);

        Assert.Equal(0, await rig.Get<UnheardClaims>().TakeBackAsync(CancellationToken.None));
        Assert.True(await rig.CompleteAsync(held.Id, held.ClaimNo));
    }

    // The database commits, and the connection breaks before its answer is read.
    private static async Task<IReadOnlyList<ClaimedJob>> LoseAnswerAsync(QueueRig rig, string worker, string kind)
    {
        await using var twin = new QueueRig(rig.Database);
        twin.Devices.Runs("m", "d1");
        IReadOnlyList<ClaimedJob> claimed = [];
        await Assert.ThrowsAsync<IOException>(() => rig.Get<UnheardClaims>().ClaimAsync(worker, async () =>
        {
            claimed = await twin.ClaimAsync(worker, 1, 60, kind);
            throw new IOException("Broken pipe");
        }));
        return claimed;
    }
}
