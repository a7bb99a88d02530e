using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Tests.Jobs;

public sealed class JobIdsTests
{
    [Fact]
    public void Ids_grow_also_within_a_millisecond_and_past_its_counter()
    {
        var ids = Enumerable.Range(0, 20_000).Select(static _ => JobIds.Next()).ToList();

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Ids_are_of_version_7() => Assert.All(Enumerable.Range(0, 5_000), static _ =>
    {
        var id = JobIds.Next();
        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
    });

    [Fact]
    public async Task Ids_made_at_the_same_time_are_all_different()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(static _ => Task.Run(static () => Enumerable.Range(0, 5_000).Select(static _ => JobIds.Next()).ToList())));

        Assert.Equal(40_000, made.SelectMany(static ids => ids).Distinct().Count());
    }
}
