using FsCheck;
using FsCheck.Fluent;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Tests.Routing;

public sealed class RouteNeedTextTests
{
    private static readonly Gen<RouteNeed> Needs =
        from flags in Gen.ArrayOf(ArbMap.Default.GeneratorFor<bool>(), 6)
        from quality in Gen.Elements<string?>([null, .. Qualities.Names])
        from tokens in Gen.Choose(256, 2_000_000)
        from model in Gen.Elements("", "llama3.2:3b", "mlx community/Qwen %20 x", "модель:7b", "a=b|c%")
        from provider in Gen.Elements(RequestShape.Auto, Providers.Ollama, Providers.Compat, Providers.OpenAi, Providers.OpenRouter)
        from milliseconds in Gen.Choose(0, 100_000)
        from cents in Gen.Choose(-1, 10_000)
        select new RouteNeed
        {
            Embedding = flags[0], Messages = flags[1], Quality = quality, Bucket = quality is null ? 0 : Qualities.BucketOf(tokens), Context = ContextClass.Of(tokens),
            Model = model, Provider = provider, Thinks = flags[2], PreferLocal = flags[3], ForceCloud = flags[4], LocalOnly = flags[5], MaxLatencyMs = milliseconds,
            MaxCostUsd = cents < 0 ? null : cents / 100m, PromptTokens = cents < 0 ? 0 : ContextClass.Of(tokens), AnswerTokens = cents < 0 ? 0 : 256, AttemptSeconds = milliseconds % 500,
        };

    [Fact]
    public void What_is_written_is_read_again() =>
        Prop.ForAll(Arb.From(Needs), static need => RouteNeedText.Read(RouteNeedText.Write(need)) == need).QuickCheckThrowOnFailure();

    [Fact]
    public void It_survives_the_block_it_is_stored_in() =>
        Prop.ForAll(Arb.From(Needs), static need => RouteNeedText.Read(WorkBlock.Parse(need.ToBlock().ToString()).Need) == need).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_else_is_stored_is_read_as_nothing_and_never_fails() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), static text => RouteNeedText.Read(text ?? "") is { } need && (need.IsUnreadable || RouteNeedText.Write(need) == text)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("sing")]
    [InlineData("chat q=best")]
    [InlineData("chat q=fast b=1")]
    [InlineData("chat q=standard b=3")]
    [InlineData("chat q=standard c=-5")]
    [InlineData("chat q=standard c=0")]
    [InlineData("chat c=512 q=standard")]
    [InlineData("chat  q=standard")]
    [InlineData("chat q=standard new-word")]
    [InlineData("chat thinks=yes")]
    [InlineData("chat usd=1e3")]
    [InlineData("chat usd=0.10")]
    [InlineData("chat p=auto")]
    [InlineData("chat s=99999999999")]
    public void What_this_version_would_not_write_it_does_not_read(string text) => Assert.True(RouteNeedText.Read(text).IsUnreadable);

    [Fact]
    public void The_text_is_short_and_names_only_what_differs_from_the_usual() =>
        Assert.Equal("~ chat q=standard b=1 c=6144 s=60 thinks usd=0.1 in=6144 out=256", new RouteNeed
        {
            Messages = true, Quality = "standard", Bucket = 1, Context = 6144, AttemptSeconds = 60, Thinks = true, MaxCostUsd = 0.10m, PromptTokens = 6144, AnswerTokens = 256,
        }.ToBlock().ToString());

    [Fact]
    public void Nothing_answers_a_need_that_cannot_be_read() =>
        Assert.Empty(Router.Candidates(WorkBlock.Parse("~ sing q=standard"), Tests.Fleet.TestFleet.Of(Tests.Fleet.TestFleet.Ollama("n", "m:7b")), Requests.View()));
}
