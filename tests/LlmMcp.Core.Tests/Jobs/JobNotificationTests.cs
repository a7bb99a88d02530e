using System.Text;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Tests.Jobs;

public sealed class JobNotificationTests
{
    private const int PostgresLimit = 8000;

    [Fact]
    public void Changes_arrive_as_they_were_sent()
    {
        var sent = JobStatus.All.Select((status, i) => new JobChange(Guid.CreateVersion7(), status, i * 1000L)).ToList();
        var received = new List<JobChange>();
        var events = new JobEvents();
        events.Changed += received.AddRange;

        foreach (var message in JobNotification.Changes("core1", sent))
        {
            JobNotification.Dispatch(message, "core2", events);
        }

        Assert.Equal(sent, received);
    }

    [Fact]
    public void Output_follower_and_ready_messages_arrive()
    {
        var events = new JobEvents();
        var (output, followed, ready) = (new List<Guid>(), new List<Guid>(), 0);
        events.OutputRecorded += output.AddRange;
        events.FollowedElsewhere += followed.Add;
        events.Ready += lanes => ready += lanes is null ? 1 : 0;
        Guid[] ids = [Guid.CreateVersion7(), Guid.CreateVersion7()];

        JobNotification.Dispatch(Assert.Single(JobNotification.Output("a", ids)), "b", events);
        JobNotification.Dispatch(JobNotification.Followed("a", ids[0]), "b", events);
        JobNotification.Dispatch(JobNotification.Ready("a"), "b", events);

        Assert.Equal(ids, output);
        Assert.Equal([ids[0]], followed);
        Assert.Equal(1, ready);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(130)]
    [InlineData(131)]
    [InlineData(5000)]
    public void No_message_is_longer_than_PostgreSQL_takes(int count)
    {
        var changes = Enumerable.Range(0, count).Select(_ => new JobChange(Guid.NewGuid(), JobStatus.Canceled, long.MaxValue)).ToList();
        var core = CoreIdentity.Create().Id;

        Assert.All(JobNotification.Changes(core, changes), message => Assert.True(Encoding.UTF8.GetByteCount(message) < PostgresLimit));
        Assert.All(JobNotification.Output(core, [.. changes.Select(static change => change.Id)]), message => Assert.True(Encoding.UTF8.GetByteCount(message) < PostgresLimit));
        Assert.Equal(count, JobNotification.Changes(core, changes).Sum(static message => message.Count(static c => c == ',')));
    }

    [Fact]
    public void What_a_Core_sent_itself_is_old_news()
    {
        var events = new JobEvents();
        events.Ready += static _ => Assert.Fail("own message");

        JobNotification.Dispatch(JobNotification.Ready("self"), "self", events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("j")]
    [InlineData("j|core")]
    [InlineData("z|core|whatever")]
    [InlineData("j|core|nonsense,,0,")]
    [InlineData("j|core|0123456789abcdef0123456789abcdefx12,")]
    [InlineData("j|core|0123456789abcdef0123456789abcdefd,")]
    [InlineData("j|core|0123456789abcdef0123456789abcdefd-5,")]
    [InlineData("f|core|nonsense")]
    [InlineData("o|core|nonsense")]
    public void A_message_that_cannot_be_read_is_ignored(string message)
    {
        var events = new JobEvents();
        events.Changed += static changes => Assert.Empty(changes);
        events.OutputRecorded += static ids => Assert.DoesNotContain(ids, static id => id != Guid.Empty);
        events.FollowedElsewhere += static _ => Assert.Fail("followed");
        events.Ready += static _ => Assert.Fail("ready");

        JobNotification.Dispatch(message, "self", events);
    }

    [Fact]
    public void Every_status_has_a_letter_of_its_own()
    {
        Assert.All(JobStatus.All, static status => Assert.Equal(status, JobStatus.FromLetter(JobStatus.ToLetter(status))));
        Assert.Equal(JobStatus.All.Count, JobStatus.All.Select(JobStatus.ToLetter).Distinct().Count());
        Assert.Null(JobStatus.FromLetter('?'));
    }
}
