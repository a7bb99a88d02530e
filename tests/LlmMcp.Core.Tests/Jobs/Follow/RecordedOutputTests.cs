using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Jobs.Follow;

/// <summary>The output's way through the table to another Core. Notifications are carried by hand.</summary>
public sealed class RecordedOutputTests
{
    [Fact]
    public async Task What_is_written_again_after_a_lost_connection_includes_what_came_since()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var recorder = rig.Get<OutputRecorder>();
        var id = await rig.SubmitAsync(A.Job());
        await rig.ClaimOneAsync();
        Append(rig, id, 1, "a", "b");
        await recorder.WriteAsync(CancellationToken.None);
        Append(rig, id, 3, "c");

        // Unlogged tables lose their rows in a crash, and a crash looks like a lost connection.
        rig.Events.PublishResync();
        await recorder.WriteAsync(CancellationToken.None);

        Assert.Equal("abc", await ReadElsewhereAsync(database, id));
    }

    [Fact]
    public async Task The_end_is_not_recorded_before_the_last_piece()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        var claim = await rig.ClaimOneAsync();
        Append(rig, id, 1, "a", "b", "c");

        await rig.CompleteAsync(id, claim.ClaimNo);

        Assert.Equal("abc", await ReadElsewhereAsync(database, id));
    }

    [Fact]
    public async Task Output_read_back_from_the_table_is_not_written_to_it_again()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await using var elsewhere = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job());
        await rig.ClaimOneAsync();
        Append(rig, id, 1, "a");
        await rig.Get<OutputRecorder>().WriteAsync(CancellationToken.None);
        await elsewhere.Get<RemoteOutput>().LoadAsync(id, CancellationToken.None);
        elsewhere.Outputs.Record(id);

        Assert.Equal(0, await elsewhere.Get<OutputRecorder>().WriteAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_follower_on_another_Core_gets_the_last_pieces_although_the_news_of_them_is_late()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        await using var elsewhere = new QueueRig(database);
        var id = await rig.SubmitAsync(A.Job() with { Stream = true });
        var claim = await rig.ClaimOneAsync();
        await using var following = elsewhere.Follower.FollowAsync(id, null, deltas: true, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await following.MoveNextAsync());
        Append(rig, id, 1, "a", "b");
        await rig.CompleteAsync(id, claim.ClaimNo);

        // Only the news of the end arrives, not those of the output.
        elsewhere.Events.PublishChanged([new JobChange(id, JobStatus.Done, 1)]);
        var told = new List<string>();
        while (await following.MoveNextAsync())
        {
            told.Add(following.Current switch
            {
                FollowEvent.Delta delta => delta.Piece.Response,
                FollowEvent.Status status => status.Job.Status,
                var other => other.GetType().Name,
            });
        }

        Assert.Equal(["a", "b", "done"], told);
    }

    private static void Append(QueueRig rig, Guid id, long first, params string[] pieces) =>
        rig.Outputs.Append(id, 1, first, [.. pieces.Select(static piece => new OutputPiece(piece, ""))], recording: true, local: true);

    private static async Task<string> ReadElsewhereAsync(LlmMcp.Testing.TestDatabase database, Guid id)
    {
        await using var elsewhere = new QueueRig(database);
        await elsewhere.Get<RemoteOutput>().LoadAsync(id, CancellationToken.None);
        return string.Concat(elsewhere.Outputs.Find(id)?.ReadAfter(0).Select(static piece => piece.Response) ?? []);
    }
}
