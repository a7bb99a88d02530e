namespace LlmMcp.Contracts.Tests;

public sealed class CloudTests
{
    [Theory]
    [InlineData("sk-1", true)]
    [InlineData(" sk-1\n", true)]
    [InlineData("not-used", false)]
    [InlineData(" not-used ", false)]
    [InlineData(" ", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_key_is_one_to_call_with(string? text, bool isSet) => Assert.Equal(isSet, CloudKey.IsSet(text));

    [Theory]
    [InlineData("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1")]
    [InlineData("https://api.openai.com/v1/Models/", "https://api.openai.com/v1")]
    [InlineData("https://api.openai.com", "https://api.openai.com/v1")]
    [InlineData("https://openrouter.ai", "https://openrouter.ai/api/v1")]
    [InlineData("http://[fd7a::1]:8080/v1/embeddings", "http://[fd7a::1]:8080/v1")]
    [InlineData("http://gateway/llm", "http://gateway/llm")]
    public void Every_form_of_an_address_has_its_base(string url, string expected) => Assert.Equal(new Uri(expected), OpenAiBase.Of(new Uri(url)));
}
