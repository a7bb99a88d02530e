using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Jobs.Follow;

public sealed class LiveOutputTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void Pieces_sent_again_are_known_already()
    {
        var output = new LiveOutput(Id, 1);

        Assert.True(output.Append(1, Pieces("a", "b")));
        Assert.False(output.Append(1, Pieces("a", "b")));
        Assert.True(output.Append(1, Pieces("a", "b", "c")));
        Assert.True(output.Append(3, Pieces("c", "d")));

        Assert.Equal("abcd", Text(output.ReadAfter(0)));
        Assert.Equal("cd", Text(output.ReadAfter(2)));
        Assert.Empty(output.ReadAfter(4));
    }

    [Fact]
    public void A_gap_is_refused()
    {
        var output = new LiveOutput(Id, 1);
        output.Append(1, Pieces("a"));

        Assert.False(output.Append(3, Pieces("c")));
        Assert.Equal(1, output.Count);
    }

    [Fact]
    public void An_attempt_that_says_too_much_is_cut_off()
    {
        var output = new LiveOutput(Id, 1);
        var piece = new string('x', 100_000);
        var taken = Enumerable.Range(1, 100).Count(i => output.Append(i, Pieces(piece)));

        Assert.InRange(taken * 100_000, LiveOutput.MaxChars, LiveOutput.MaxChars + 200_000);
    }

    [Fact]
    public void Only_local_output_that_somebody_follows_waits_to_be_recorded()
    {
        var output = new LiveOutput(Id, 1);
        output.Append(1, Pieces("a", "b"));
        Assert.False(output.HasUnrecorded);
        output.Recording = true;
        Assert.False(output.HasUnrecorded);
        output.Local = true;
        Assert.True(output.HasUnrecorded);

        var (first, pieces) = output.TakeUnrecorded();
        Assert.Equal((1, "ab"), (first, Text(pieces)));
        Assert.False(output.HasUnrecorded);
        output.ForgetRecorded();
        Assert.True(output.HasUnrecorded);
    }

    [Fact]
    public void A_newer_attempt_starts_anew_and_an_older_one_is_dropped()
    {
        var outputs = new LiveOutputs(new JobWatch(new JobEvents()), new JobEvents(), new FakeTimeProvider());
        outputs.Append(Id, 2, 1, Pieces("two"), recording: false, local: true);
        outputs.Append(Id, 1, 1, Pieces("one"), recording: false, local: true);
        Assert.Equal("two", Text(outputs.Find(Id)!.ReadAfter(0)));

        outputs.Append(Id, 3, 1, Pieces("three"), recording: false, local: true);
        Assert.Equal((3L, "three"), (outputs.Find(Id)!.ClaimNo, Text(outputs.Find(Id)!.ReadAfter(0))));
    }

    [Fact]
    public void Ended_output_lingers_a_minute_and_silent_output_a_quarter_of_an_hour()
    {
        var time = new FakeTimeProvider();
        var events = new JobEvents();
        var outputs = new LiveOutputs(new JobWatch(events), events, time);
        var silent = Guid.CreateVersion7();
        outputs.Append(Id, 1, 1, Pieces("a"), recording: false, local: true);
        outputs.Append(silent, 1, 1, Pieces("a"), recording: false, local: true);
        events.PublishChanged([new JobChange(Id, JobStatus.Done, 1)]);

        time.Advance(TimeSpan.FromSeconds(59));
        outputs.Trim();
        Assert.NotNull(outputs.Find(Id));
        time.Advance(TimeSpan.FromSeconds(2));
        outputs.Trim();
        Assert.Null(outputs.Find(Id));
        Assert.NotNull(outputs.Find(silent));
        time.Advance(TimeSpan.FromMinutes(15));
        outputs.Trim();
        Assert.Empty(outputs.All);
    }

    [Fact]
    public void News_of_an_older_attempt_do_not_end_the_newer_one()
    {
        var events = new JobEvents();
        var outputs = new LiveOutputs(new JobWatch(events), events, new FakeTimeProvider());
        outputs.Append(Id, 2, 1, Pieces("a"), recording: false, local: true);

        events.PublishChanged([new JobChange(Id, JobStatus.Queued, 1)]);

        Assert.Null(outputs.Find(Id)!.EndedAt);
    }

    [Fact]
    public void Pieces_survive_the_way_through_the_table()
    {
        OutputPiece[] pieces = [new("a\n\"b\"", ""), new("", "hm\u00e9 \ud83d\ude00"), new("x\0y", "")];

        Assert.Equal([pieces[0], pieces[1], new OutputPiece("xy", "")], OutputPieces.Read(OutputPieces.Write(pieces)));
    }

    private static OutputPiece[] Pieces(params string[] texts) => [.. texts.Select(static text => new OutputPiece(text, ""))];

    private static string Text(IEnumerable<OutputPiece> pieces) => string.Concat(pieces.Select(static piece => piece.Response));
}
