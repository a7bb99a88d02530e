using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Tests.Store;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("llama3.2", "llama3.2:latest", "registry.ollama.ai/library/llama3.2:latest")]
    [InlineData("me/own:v2", "me/own:v2", "registry.ollama.ai/me/own:v2")]
    [InlineData("127.0.0.1:5999/library/tiny:latest", "127.0.0.1:5999/library/tiny:latest", "127.0.0.1:5999/library/tiny:latest")]
    public void Names_are_taken_apart_and_shown_as_short_as_possible(string text, string display, string full)
    {
        var name = ModelName.Parse(text)!;

        Assert.Equal((display, full), (name.Display, name.Full));
    }

    [Fact]
    public void Case_does_not_count() => Assert.Equal(ModelName.Parse("Qwen3:1.7B")!.Key, ModelName.Parse("qwen3:1.7b")!.Key);

    [Theory]
    [InlineData("")]
    [InlineData("///")]
    [InlineData("a/b/c/d")]
    [InlineData("name with spaces")]
    [InlineData("name:")]
    [InlineData("../etc")]
    public void What_is_no_name_is_refused(string text) => Assert.Null(ModelName.Parse(text));
}
