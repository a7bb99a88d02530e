using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("ollama", "nomic-embed-text", "nomic-embed-text:latest")]
    [InlineData("ollama", " llama3.2:3b ", "llama3.2:3b")]
    [InlineData("ollama", "hf.co/bartowski/Llama-3.2-1B", "hf.co/bartowski/Llama-3.2-1B:latest")]
    [InlineData("ollama", "registry:5000/library/x", "registry:5000/library/x:latest")]
    [InlineData("ollama", "", "")]
    [InlineData("compat", "mlx-community/Qwen3-4B-4bit", "mlx-community/Qwen3-4B-4bit")]
    [InlineData("openrouter", "google/gemini-2.5-flash", "google/gemini-2.5-flash")]
    public void A_name_has_one_full_form(string provider, string name, string canonical) => Assert.Equal(canonical, ModelName.Canonical(provider, name));

    [Fact]
    public void Names_are_compared_without_regard_to_case() =>
        Assert.Contains(ModelName.Canonical(Providers.Ollama, "llama3.2:3b"), (IReadOnlySet<string>)TestFleet.Ollama("a", "Llama3.2:3B").Models);
}
