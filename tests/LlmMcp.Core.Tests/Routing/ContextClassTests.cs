using FsCheck;
using FsCheck.Fluent;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Tests.Routing;

public sealed class ContextClassTests
{
    [Theory]
    [InlineData(0, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 512)]
    [InlineData(1025, 2048)]
    [InlineData(2049, 3072)]
    [InlineData(3073, 4000)]
    [InlineData(4000, 4000)]
    [InlineData(4001, 4096)]
    [InlineData(4097, 4608)]
    [InlineData(7900, 8000)]
    [InlineData(31000, 32000)]
    [InlineData(32001, 32768)]
    [InlineData(32769, 36864)]
    [InlineData(123_000, 128_000)]
    [InlineData(128_001, 131_072)]
    [InlineData(199_000, 200_000)]
    [InlineData(990_000, 1_000_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void An_estimate_is_rounded_up_to_a_class(int tokens, int size) => Assert.Equal(size, ContextClass.Of(tokens));

    [Fact]
    public void A_class_is_never_smaller_hardly_larger_and_a_class_of_itself() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 100_000_000)), static tokens =>
        {
            var size = ContextClass.Of(tokens);
            return size >= tokens && (tokens < 256 || size <= tokens * (tokens >= 4096 ? 1.125 : 2) + 1) && ContextClass.Of(size) == size;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_longer_prompt_never_needs_less() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 2_000_000)), static tokens => ContextClass.Of(tokens) <= ContextClass.Of(tokens + 1)).QuickCheckThrowOnFailure();

    [Fact]
    public void There_are_few_of_them() =>
        Assert.InRange(Enumerable.Range(1, 32_000).Select(ContextClass.Of).Distinct().Count(), 20, 40);
}
