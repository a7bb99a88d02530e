using System.Text;
using System.Text.Json;
using LlmMcp.Core.Costs;
using LlmMcp.Core.Costs.OpenRouter;

namespace LlmMcp.Core.Tests.Costs.OpenRouter;

public sealed class OpenRouterCatalogueTests
{
    // An entry as OpenRouter documents it.
    private const string Documented = """
        {"id":"google/gemini-2.5-pro","canonical_slug":"google/gemini-2.5-pro","name":"Google: Gemini 2.5 Pro","created":1692901234,"description":"…",
         "context_length":1048576,"architecture":{"input_modalities":["text","image"],"output_modalities":["text"],"tokenizer":"Gemini","instruct_type":null},
         "pricing":{"prompt":"0.00000125","completion":"0.00001","request":"0","image":"0.00516","web_search":"0","internal_reasoning":"0","input_cache_read":"0.00000031","input_cache_write":"0.000001625"},
         "top_provider":{"context_length":1048576,"max_completion_tokens":65536,"is_moderated":false},"per_request_limits":null,
         "supported_parameters":["tools","tool_choice","max_tokens","temperature","reasoning","include_reasoning"]}
        """;

    [Fact]
    public void A_documented_entry_is_read()
    {
        var model = Assert.Single(Parse(Documented).Models);

        Assert.Equal(("google/gemini-2.5-pro", "Google: Gemini 2.5 Pro", "chat", 1048576), (model.Id, model.Name, model.Kind, model.Context));
        Assert.True(model is { Thinking: true, Tools: true, Vision: true, AnswersText: true });
        Assert.Equal(new Price(1.25m, 10m) { CachedIn = 0.31m }, model.Price);
    }

    [Theory]
    [InlineData("""{"prompt":"0.000003","completion":"0.000015","internal_reasoning":"0.000004","request":"0.01","input_cache_read":""}""", "3 15 - 4 0.01")]
    [InlineData("""{"prompt":3e-6,"completion":0.000015}""", "3 15 - - 0")]
    [InlineData("""{"prompt":"0","completion":"0"}""", "0 0 - - 0")]
    [InlineData("""{"prompt":"1e-7","completion":"2E-7","input_cache_read":"-1"}""", "0.1 0.2 - - 0")]
    public void Prices_per_token_become_prices_per_million(string pricing, string expected)
    {
        var price = Assert.Single(Parse($$"""{"id":"a/b","pricing":{{pricing}}}""").Models).Price;

        Assert.Equal(expected, FormattableString.Invariant($"{price.In:0.#####} {price.Out:0.#####} {Text(price.CachedIn)} {Text(price.ReasoningOut)} {price.PerRequest:0.#####}"));
    }

    [Theory]
    [InlineData("""{"id":"openrouter/auto","pricing":{"prompt":"-1","completion":"-1"}}""")]
    [InlineData("""{"id":"a/b","pricing":{"prompt":"0.1","completion":"x"}}""")]
    [InlineData("""{"id":"a/b","pricing":{"prompt":"0.000001"}}""")]
    [InlineData("""{"id":"a/b","pricing":{"prompt":"0.2","completion":"0"}}""")]
    [InlineData("""{"id":"a/b","pricing":{"prompt":"0","completion":"0","request":"-1"}}""")]
    [InlineData("""{"id":"a/b","pricing":null}""")]
    [InlineData("""{"id":"a/b"}""")]
    [InlineData("""{"id":"","pricing":{"prompt":"0","completion":"0"}}""")]
    [InlineData("""{"id":"a\u0000b","pricing":{"prompt":"0","completion":"0"}}""")]
    [InlineData("""{"id":7,"pricing":{"prompt":"0","completion":"0"}}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"a/b\"")]
    public void An_entry_that_makes_no_sense_is_left_out_alone(string entry) =>
        Assert.Equal(["good/one"], Parse(entry, FakeOpenRouter.Model("good/one")).Models.Select(static model => model.Id));

    [Fact]
    public void An_id_counts_once_and_kinds_are_told_apart()
    {
        var models = Parse(
            FakeOpenRouter.Model("a/b", "0.000001"),
            FakeOpenRouter.Model("a/b", "0.000009"),
            """{"id":"e/m","architecture":{"output_modalities":["embeddings"]},"pricing":{"prompt":"0","completion":"0"}}""",
            """{"id":"i/m","architecture":{"output_modalities":["image"]},"context_length":-5,"pricing":{"prompt":"0","completion":"0"}}""").Models;

        Assert.Equal(["a/b chat True 128000 1", "e/m embed True  0", "i/m chat False  0"], models.Select(
            static model => FormattableString.Invariant($"{model.Id} {model.Kind} {model.AnswersText} {model.Context} {model.Price.In:0}")));
    }

    [Theory]
    [InlineData("""{"data":[]}""", true)]
    [InlineData("""{"data":[],"links":{"next":null}}""", true)]
    [InlineData("""{"data":[],"links":{"next":"/api/v1/models?offset=500"}}""", false)]
    public void A_page_of_more_is_no_whole(string body, bool whole) => Assert.Equal(whole, OpenRouterCatalogue.Parse(Encoding.UTF8.GetBytes(body)).IsWhole);

    [Fact]
    public void A_longer_list_than_anybody_needs_is_cut()
    {
        var catalogue = Parse([.. Enumerable.Range(0, OpenRouterCatalogue.MostModels + 10).Select(static number => FakeOpenRouter.Model($"m/{number}"))]);

        Assert.Equal((OpenRouterCatalogue.MostModels, false), (catalogue.Models.Count, catalogue.IsWhole));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"data":[{"id":"a/b" """)]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"error":{"code":500}}""")]
    [InlineData("[]")]
    public void Something_else_is_no_catalogue(string body) =>
        Assert.ThrowsAny<JsonException>(() => OpenRouterCatalogue.Parse(Encoding.UTF8.GetBytes(body)));

    private static OpenRouterCatalogue Parse(params string[] entries) =>
        OpenRouterCatalogue.Parse(Encoding.UTF8.GetBytes($$"""{"data":[{{string.Join(',', entries)}}]}"""));

    private static string Text(decimal? price) => price is { } number ? FormattableString.Invariant($"{number:0.#####}") : "-";
}
