using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.McpBridge.Tests.Resources;

/// <summary>What has no event stream is looked at for all who want to hear of it, and only while somebody does.</summary>
public sealed class ResourceUpdatesTests
{
    private readonly FakeTimeProvider time = new();
    private int done;
    private int asked;

    [Fact]
    public async Task One_look_serves_all_and_only_what_matters_is_a_change()
    {
        await using var core = await CoreStandIn.StartAsync(AnswerAsync);
        using var http = new CoreHttp(new CoreEndpoint(new Uri(core.Url + "/"), null, "test/1"), time);
        var updates = new ResourceUpdates(new ResourceChanges(http, new JobTrail(http, new FollowSettings { Time = time }), time));
        var (one, other) = (new UpdateInbox(), new UpdateInbox());
        var subscriptions = new[] { updates.Subscribe("dashboard://", one), updates.Subscribe("dashboard://", other) };
        var heard = Task.WhenAll(one.TakeAsync(CancellationToken.None), other.TakeAsync(CancellationToken.None));

        await PassAsync(() => Volatile.Read(ref asked) >= 4);

        Assert.False(heard.IsCompleted, "A new time of day is no change.");

        Volatile.Write(ref done, 1);
        await PassAsync(() => heard.IsCompleted);

        Assert.All(await heard, static uris => Assert.Equal("dashboard://", Assert.Single(uris)));

        foreach (var subscription in subscriptions)
        {
            subscription!.Dispose();
        }

        // Nobody is left: nothing waits to look again.
        await PassAsync(() => time.ArmedTimers == 0, advance: false);
    }

    [Fact]
    public async Task What_is_over_keeps_no_place_and_is_looked_at_anew_for_the_next()
    {
        await using var core = await CoreStandIn.StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsJsonAsync(new { error = "not_found" });
        });
        using var http = new CoreHttp(new CoreEndpoint(new Uri(core.Url + "/"), null, "test/1"), time);
        var updates = new ResourceUpdates(new ResourceChanges(http, new JobTrail(http, new FollowSettings { Time = time }), time));
        updates.Subscribe("job://0199", new UpdateInbox());

        // The first subscriber stays; the second one's look begins once the first look is over.
        await Eventually.TrueAsync(() =>
        {
            updates.Subscribe("job://0199", new UpdateInbox());
            return Volatile.Read(ref asked) >= 2;
        });
    }

    [Theory]
    [InlineData("dashboard://", true)]
    [InlineData("models://", true)]
    [InlineData("costs://week", true)]
    [InlineData("costs://year", false)]
    [InlineData("costs://", false)]
    [InlineData("job://0199", true)]
    [InlineData("file:///etc", false)]
    public void Only_what_there_is_can_be_watched(string uri, bool can) => Assert.Equal(can, ResourceUpdates.CanWatch(uri));

    private Task PassAsync(Func<bool> condition, bool advance = true) => Eventually.TrueAsync(() =>
    {
        if (advance)
        {
            time.Advance(ResourceChanges.Interval);
        }

        return condition();
    });

    private Task AnswerAsync(HttpContext context)
    {
        var look = Interlocked.Increment(ref asked);
        return context.Response.WriteAsJsonAsync(new { jobs = new { done = Volatile.Read(ref done) }, updated_at = $"{look}", hosts = new[] { new { name = "a", last_seen = $"{look}" } } });
    }
}
