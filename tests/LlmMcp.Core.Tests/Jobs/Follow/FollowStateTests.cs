using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;

namespace LlmMcp.Core.Tests.Jobs.Follow;

public sealed class FollowStateTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_job_is_told_from_queued_to_done_with_its_output_before_the_end()
    {
        var state = new FollowState(null);
        var output = Output(1, "a", "b");

        var told = Tell(state.OnRow(Row(JobStatus.Queued, 0), null))
            .Concat(Tell(state.OnRow(Row(JobStatus.Running, 1), null)))
            .Concat(Tell(state.OnOutput(output)))
            .Concat(Tell(state.OnRow(Row(JobStatus.Done, 1), Output(1, "a", "b", "c"))));

        Assert.Equal(["status queued @0.0", "status running @1.0", "a @1.1", "b @1.2", "c @1.3", "status done @1.3"], told);
    }

    [Fact]
    public void The_same_row_is_not_told_twice()
    {
        var state = new FollowState(null);
        Tell(state.OnRow(Row(JobStatus.Queued, 0), null));

        Assert.Empty(Tell(state.OnRow(Row(JobStatus.Queued, 0), null)));
    }

    [Fact]
    public void A_new_attempt_voids_what_was_told_of_the_older_one()
    {
        var state = new FollowState(null);
        Tell(state.OnRow(Row(JobStatus.Running, 1), Output(1, "old")));

        var told = Tell(state.OnRow(Row(JobStatus.Queued, 1), Output(1, "old")))
            .Concat(Tell(state.OnRow(Row(JobStatus.Running, 2), Output(2, "new"))));

        Assert.Equal(["status queued @1.1", "reset @2.0", "status running @2.0", "new @2.1"], told);
    }

    [Fact]
    public void An_attempt_that_came_and_went_unseen_is_told_as_a_change()
    {
        var state = new FollowState(null);
        Tell(state.OnRow(Row(JobStatus.Running, 1), null));

        Assert.Equal(["reset @2.0", "status running @2.0"], Tell(state.OnRow(Row(JobStatus.Running, 2), null)));
    }

    [Fact]
    public void Who_comes_after_the_end_gets_the_result_only() =>
        Assert.Equal(["status done @3.0"], Tell(new FollowState(null).OnRow(Row(JobStatus.Done, 3), Output(3, "a", "b"))));

    [Fact]
    public void Who_comes_back_gets_what_it_has_not_seen()
    {
        Assert.Equal(
            ["status running @1.2", "c @1.3"], Tell(new FollowState(new FollowPosition(1, 2)).OnRow(Row(JobStatus.Running, 1), Output(1, "a", "b", "c"))));
        Assert.Equal(
            ["c @1.3", "status done @1.3"], Tell(new FollowState(new FollowPosition(1, 2)).OnRow(Row(JobStatus.Done, 1), Output(1, "a", "b", "c"))));
    }

    [Fact]
    public void Who_comes_back_to_a_newer_attempt_is_told_to_start_anew() =>
        Assert.Equal(
            ["reset @2.0", "status running @2.0", "x @2.1"], Tell(new FollowState(new FollowPosition(1, 7)).OnRow(Row(JobStatus.Running, 2), Output(2, "x"))));

    [Fact]
    public void A_position_of_another_job_counts_as_none() =>
        Assert.Equal(["status running @1.0", "a @1.1"], Tell(new FollowState(new FollowPosition(9, 9)).OnRow(Row(JobStatus.Running, 1), Output(1, "a"))));

    [Fact]
    public void Output_of_another_attempt_is_not_told()
    {
        var state = new FollowState(null);
        Tell(state.OnRow(Row(JobStatus.Running, 2), null));

        Assert.Empty(Tell(state.OnOutput(Output(1, "old"))));
        Assert.Empty(Tell(state.OnOutput(Output(3, "future"))));
        Assert.Empty(Tell(state.OnOutput(null)));
    }

    [Theory]
    [InlineData("3.17", true, 3, 17)]
    [InlineData("0.0", true, 0, 0)]
    [InlineData("9223372036854775807.1", true, long.MaxValue, 1)]
    [InlineData("", false, 0, 0)]
    [InlineData(null, false, 0, 0)]
    [InlineData("3", false, 0, 0)]
    [InlineData(".5", false, 0, 0)]
    [InlineData("3.", false, 0, 0)]
    [InlineData("3.-1", false, 0, 0)]
    [InlineData("-3.1", false, 0, 0)]
    [InlineData("3.1.4", false, 0, 0)]
    [InlineData("3.99999999999999999999", false, 0, 0)]
    [InlineData("x.y", false, 0, 0)]
    public void Positions_are_read_strictly(string? text, bool ok, long claim, long seq)
    {
        Assert.Equal(ok, FollowPosition.TryParse(text, out var position));
        Assert.Equal(new FollowPosition(claim, seq), position);
        if (ok)
        {
            Assert.Equal(text, position.ToString());
        }
    }

    private static List<string> Tell(IEnumerable<FollowEvent> events) => [.. events.Select(static happened => happened switch
    {
        FollowEvent.Status status => $"status {status.Job.Status} @{status.Position}",
        FollowEvent.Delta delta => $"{delta.Piece.Response} @{delta.Position}",
        FollowEvent.Reset reset => $"reset @{reset.Position}",
        _ => happened.GetType().Name,
    })];

    private static Job Row(string status, long claimNo) => new() { Id = Id, Kind = "k", Status = status, Payload = [], ClaimNo = claimNo, Attempts = (int)claimNo };

    private static LiveOutput Output(long claimNo, params string[] pieces)
    {
        var output = new LiveOutput(Id, claimNo);
        output.Append(1, [.. pieces.Select(static piece => new OutputPiece(piece, ""))]);
        return output;
    }
}
