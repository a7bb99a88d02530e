using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Tests.Generation;

public sealed class AnswerTests
{
    private const int ContextLength = 4096;

    [Theory]
    [InlineData("")]
    [InlineData("Why is the sky blue?")]
    [InlineData("  two  spaces\n\nand lines\t")]
    [InlineData("emoji 👩‍🚀 and ümläute, 1234567 and incomprehensibilities")]
    public void Tokens_join_to_the_text_they_came_from(string text)
    {
        var tokens = Tokens.Split(text);

        Assert.Equal(text, string.Concat(tokens));
        Assert.Equal(tokens.Count, Tokens.Count(text));
    }

    [Fact]
    public void Same_seed_prompt_and_model_give_the_same_text_whatever_came_before()
    {
        var request = Ask("Why do cats purr at night?") with { Settings = ModelSettings.Default with { Seed = 42 } };

        Assert.Equal(Text(request, "node a 1"), Text(request, "node b 77"));
        Assert.NotEqual(Text(request, "x"), Text(request with { Settings = request.Settings with { Seed = 43 } }, "x"));
    }

    [Fact]
    public void Without_a_seed_answers_differ_but_not_at_temperature_zero()
    {
        var request = Ask("Why do cats purr at night?");

        Assert.True(Enumerable.Range(0, 10).Select(draw => Text(request, $"{draw}")).Distinct().Count() > 3);
        Assert.Single(Enumerable.Range(0, 10).Select(draw => Text(request with { Settings = request.Settings with { Temperature = 0 } }, $"{draw}")).Distinct());
    }

    [Fact]
    public void Answer_restates_the_prompt_begins_with_the_label_and_says_what_it_is()
    {
        var text = Text(Ask("Why do cats purr at night?"), "1");

        Assert.StartsWith("[simulated] ", text, StringComparison.Ordinal);
        Assert.Contains("\"Why do cats purr at night?\"", text, StringComparison.Ordinal);
        Assert.EndsWith("This text was made by a simulated llama3.2:1b and ends here.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Limit_of_tokens_counts_thinking_and_ends_with_length()
    {
        var thinker = Ask("Why?", "qwen3:1.7b") with { Think = true, Settings = ModelSettings.Default with { MaxTokens = 10 } };

        var answer = Write(thinker, "1");

        Assert.Equal((10, 0, "length"), (answer.Thinking.Count, answer.Content.Count, answer.DoneReason));
    }

    [Fact]
    public void Stop_sequence_cuts_the_answer_and_is_not_part_of_it()
    {
        var answer = Write(Ask("Why do cats purr?") with { Settings = ModelSettings.Default with { Stops = ["simulated llama", "never"] } }, "1");

        Assert.EndsWith("was made by a ", string.Concat(answer.Content), StringComparison.Ordinal);
        Assert.Equal("stop", answer.DoneReason);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer","minimum":3,"maximum":5},"b":{"enum":["x","y"]},"c":{"type":"array","items":{"type":"boolean"},"minItems":2}}}""")]
    [InlineData("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"},"name":{"type":"string"}}}}}""")]
    [InlineData("""{"type":["string","null"],"maxLength":5}""")]
    [InlineData("""{"anyOf":[{"type":"number","exclusiveMinimum":0},{"type":"null"}]}""")]
    [InlineData("""{}""")]
    public void Schema_gives_valid_json(string schema)
    {
        var text = Text(Ask("Describe the harbour of Porto.") with { Format = Json(schema) }, "1");

        using var parsed = JsonDocument.Parse(text);
        if (parsed.RootElement.ValueKind is JsonValueKind.Object && parsed.RootElement.TryGetProperty("a", out var bounded))
        {
            Assert.InRange(bounded.GetInt32(), 3, 5);
            Assert.Contains(parsed.RootElement.GetProperty("b").GetString(), new[] { "x", "y" });
            Assert.True(parsed.RootElement.GetProperty("c").GetArrayLength() >= 2);
        }
    }

    [Fact]
    public void Format_json_gives_an_object_whose_text_carries_the_label()
    {
        using var parsed = JsonDocument.Parse(Text(Ask("Describe Porto.") with { Format = Json("\"json\"") }, "1"));

        Assert.Equal("[simulated] Describe Porto.", parsed.RootElement.GetProperty("question").GetString());
    }

    [Fact]
    public void Tool_that_shares_words_with_the_prompt_is_called_with_its_names()
    {
        var request = Ask("What time is it in Tokyo?") with
        {
            Tools =
            [
                Json("""{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}"""),
                Json("""{"type":"function","function":{"name":"get_time","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}"""),
            ],
        };

        var answer = Write(request, "1");

        Assert.Equal("get_time", answer.Call?.Name);
        Assert.Equal("""{"city":"Tokyo"}""", answer.Call?.Arguments.ToJsonString());
        Assert.Null(Write(request with { ToolResult = new ToolResult("get_time", "12:00") }, "1").Call);
    }

    [Fact]
    public void Texts_that_share_words_are_nearer_than_texts_that_do_not()
    {
        var pears = Embedder.Normalised("m", "ripe pears in autumn", 256);
        var apples = Embedder.Normalised("m", "ripe apples in autumn", 256);
        var taxes = Embedder.Normalised("m", "corporate tax law reform", 256);

        Assert.True(Product(pears, apples) > 0.5);
        Assert.True(Product(pears, taxes) < 0.3);
        Assert.Equal(1, Product(pears, pears), 4);
        Assert.Equal(16, Embedder.Normalised("m", "x", 256, keep: 16).Length);
    }

    private static float Product(float[] left, float[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static string Text(AnswerRequest request, string draw) => string.Concat(Write(request, draw).Content);

    private static Answer Write(AnswerRequest request, string draw) =>
        AnswerWriter.Write(request, AnswerWriter.Draw(request, draw), "[simulated] ", ContextLength);

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static AnswerRequest Ask(string question, string model = "llama3.2:1b")
    {
        var spec = ModelCatalog.Get(model);
        return new AnswerRequest
        {
            Model = new StoredModel { Name = ModelName.Parse(model)!, Spec = spec, BlobDigest = spec.BlobDigest, ModifiedAt = default },
            Rendered = question,
            Question = question,
        };
    }
}
