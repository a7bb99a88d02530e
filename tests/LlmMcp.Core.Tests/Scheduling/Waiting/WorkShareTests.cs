using LlmMcp.Core.Scheduling.Waiting;

namespace LlmMcp.Core.Tests.Scheduling.Waiting;

public sealed class WorkShareTests
{
    private static readonly WorkPlace Fast = new("fast", 2);
    private static readonly WorkPlace Slow = new("slow", 10);
    private static readonly WorkPlace New = new("new", null);

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(1, 4, 2)]
    [InlineData(5, 12, 10)]
    public void Jobs_wait_for_each_other_on_one_slot(int before, double answerIn, double freeIn)
    {
        var share = new WorkShare([("fast", 0)]);

        share.Fill([Fast], before);

        Assert.Equal((answerIn, freeIn), (share.AnswerIn([Fast]), share.FreeIn("fast")));
    }

    [Fact]
    public void Work_is_spread_by_speed()
    {
        var share = new WorkShare([("fast", 0), ("slow", 0)]);

        share.Fill([Fast, Slow], 60);

        // In 100 s the fast one does 50 and the slow one 10.
        Assert.Equal(100, share.FreeIn("fast")!.Value, 6);
        Assert.Equal(100, share.FreeIn("slow")!.Value, 6);
        Assert.Equal(102, share.AnswerIn([Fast, Slow])!.Value, 6);
    }

    [Fact]
    public void A_slot_that_is_busy_longer_than_the_rest_has_no_part_in_it()
    {
        var share = new WorkShare([("fast", 0), ("fast", 0), ("slow", 1000)]);

        share.Fill([Fast, Slow], 10);

        Assert.Equal(10, share.FreeIn("fast")!.Value, 6);
        Assert.Equal(1000, share.FreeIn("slow"));
    }

    [Fact]
    public void What_was_never_measured_is_not_guessed()
    {
        var share = new WorkShare([("new", 0), ("fast", 0)]);

        Assert.Null(share.AnswerIn([New]));
        Assert.Equal(2, share.AnswerIn([New, Fast]));
        share.Fill([New], 1);
        Assert.Null(share.FreeIn("new"));
        Assert.Equal(0, share.FreeIn("fast"));
    }

    [Fact]
    public void Work_of_unknown_length_on_a_device_makes_its_wait_unknown()
    {
        var share = new WorkShare([("fast", 0)]);

        share.Fill([new WorkPlace("fast", null)], 3);

        Assert.Null(share.FreeIn("fast"));
        Assert.Null(share.AnswerIn([Fast]));
    }

    [Fact]
    public void A_slot_whose_job_was_never_measured_leaves_the_others()
    {
        var share = new WorkShare([("fast", null), ("fast", 3)]);

        Assert.Equal(3, share.FreeIn("fast"));
        Assert.Null(new WorkShare([("fast", null)]).FreeIn("fast"));
    }

    [Fact]
    public void A_copy_is_filled_on_its_own()
    {
        var share = new WorkShare([("fast", 0)]);

        share.Copy().Fill([Fast], 10);

        Assert.Equal(0, share.FreeIn("fast"));
    }
}
