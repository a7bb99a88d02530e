using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Scheduling;

public sealed class RingTests
{
    [Theory]
    [InlineData("", "abcab")]
    [InlineData("a", "bcabc")]
    [InlineData("b", "cabca")]
    [InlineData("c", "abcab")]
    [InlineData("bb", "cabca")]
    [InlineData("z", "abcab")]
    public void The_walk_begins_behind_a_name_that_need_not_be_there(string after, string expected)
    {
        var ring = Filled("c", "a", "b");
        ring.StartAfter(after);

        Assert.Equal(expected, string.Concat(Enumerable.Range(0, 5).Select(_ => ring.Next().Name)));
    }

    [Theory]
    [InlineData(1, "bcbc")]
    [InlineData(2, "caca")]
    [InlineData(3, "abab")]
    public void After_a_removal_the_walk_goes_on_with_the_successor(int steps, string expected)
    {
        var ring = Filled("a", "b", "c");
        ring.StartAfter("");
        for (var i = 0; i < steps; i++)
        {
            ring.Next();
        }

        ring.RemoveCurrent();

        Assert.Equal(expected, string.Concat(Enumerable.Range(0, 4).Select(_ => ring.Next().Name)));
    }

    [Fact]
    public void Removing_everything_leaves_it_empty()
    {
        var ring = Filled("a", "b");
        ring.StartAfter("a");
        while (!ring.IsEmpty)
        {
            ring.Next();
            ring.RemoveCurrent();
        }

        Assert.Empty(ring.Items);
    }

    private static Ring<string> Filled(params string[] names)
    {
        var ring = new Ring<string>();
        foreach (var name in names)
        {
            ring.GetOrAdd(name, () => name);
        }

        return ring;
    }
}
