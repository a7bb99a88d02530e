using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Scheduling;

public sealed class LaneBookTests
{
    private static readonly Lane Lane = new("echo", 0, "", "");
    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 9).Select(n => new Guid($"00000000-0000-7000-8000-00000000000{n}"))];

    private readonly LaneBook book = new();

    [Fact]
    public void A_new_book_wants_to_be_filled() => Assert.True(book.Stale);

    [Fact]
    public void A_submit_is_seen_without_looking_at_the_database()
    {
        Fill();
        Add(Ids[0]);

        Assert.False(book.Stale);
        Assert.Equal(Lane, Assert.Single(book.View()).Lane);
    }

    [Fact]
    public void News_without_lanes_make_the_book_stale()
    {
        Fill();
        book.Add(null);

        Assert.True(book.Stale);
    }

    [Fact]
    public void A_drained_lane_is_forgotten()
    {
        Add(Ids[0]);
        book.Advance(book.View()[0], Ids[0], drained: true);

        Assert.Empty(book.View());
    }

    [Fact]
    public void A_submit_during_the_claim_that_found_nothing_keeps_the_lane()
    {
        Add(Ids[0]);
        var seen = book.View()[0];
        Add(Ids[1]);
        book.Advance(seen, Guid.Empty, drained: true);

        Assert.Equal(Guid.Empty, Assert.Single(book.View()).Head);
    }

    [Fact]
    public void The_head_moves_on_with_the_jobs_taken()
    {
        Fill(Ids[0]);
        book.Advance(book.View()[0], Ids[4], drained: false);

        Assert.Equal(Ids[4], book.View()[0].Head);
    }

    [Fact]
    public void A_job_committed_late_with_an_older_id_moves_the_head_back()
    {
        Fill(Ids[0]);
        book.Advance(book.View()[0], Ids[4], drained: false);
        Add(Ids[2]);

        Assert.Equal(Ids[2], book.View()[0].Head);
    }

    [Fact]
    public void A_job_committed_during_a_claim_is_not_passed_over_by_it()
    {
        Fill(Ids[0]);
        var seen = book.View()[0];
        Add(Ids[2]);
        book.Advance(seen, Ids[4], drained: false);

        Assert.Equal(Ids[2], book.View()[0].Head);
    }

    [Fact]
    public void A_job_committed_while_the_database_was_read_is_not_passed_over_by_what_was_found()
    {
        var since = book.BeginRefresh();
        Add(Ids[2]);
        book.Replace([(Lane, Ids[5])], since);

        Assert.Equal(Ids[2], book.View()[0].Head);
    }

    [Fact]
    public void A_refresh_drops_lanes_that_are_gone_and_keeps_those_that_came_meanwhile()
    {
        Add(Ids[0]);
        var since = book.BeginRefresh();
        var other = Lane with { Source = "other" };
        book.Add(new Dictionary<Lane, Guid> { [other] = Ids[1] });
        book.Replace([], since);

        Assert.Equal(other, Assert.Single(book.View()).Lane);
    }

    [Fact]
    public void News_that_come_while_the_database_is_read_leave_the_book_stale()
    {
        var since = book.BeginRefresh();
        book.Add(null);
        book.Replace([], since);

        Assert.True(book.Stale);
    }

    [Fact]
    public void The_book_is_bounded()
    {
        Fill();
        book.Add(Enumerable.Range(0, LaneBook.MaxLanes + 1).ToDictionary(n => Lane with { Source = $"{n}" }, _ => Ids[0]));

        Assert.True(book.Stale);
        Assert.Empty(book.View());
    }

    private void Fill(params Guid[] heads) => book.Replace([.. heads.Select(head => (Lane, head))], book.BeginRefresh());

    private void Add(Guid id) => book.Add(new Dictionary<Lane, Guid> { [Lane] = id });
}
