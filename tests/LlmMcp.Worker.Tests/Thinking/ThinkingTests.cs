using LlmMcp.Worker.Thinking;

namespace LlmMcp.Worker.Tests.Thinking;

public class ThinkingTests
{
    [Theory]
    [InlineData("plain", "plain", "")]
    [InlineData("  plain\n", "  plain\n", "")]
    [InlineData("<think>a</think>b", "b", "a")]
    [InlineData("<think>\n a\nb \n</think>\n\nanswer\n", "answer", "a\nb")]
    [InlineData("x <think>a</think> y", "x  y", "a")]
    [InlineData("<think>a</think>b<think>c</think>", "b<think>c</think>", "a")]
    [InlineData("<think>never closed", "<think>never closed", "")]
    [InlineData("closed</think> only", "closed</think> only", "")]
    [InlineData("<think></think>b", "b", "")]
    [InlineData("<think><think>a</think>b", "b", "<think>a")]
    [InlineData("a < b and <thin air>", "a < b and <thin air>", "")]
    public void A_text_is_split_at_its_first_closed_thought(string text, string response, string thinking) =>
        Assert.Equal(new ThinkingText(response, thinking), ThinkingText.Split(text));

    [Fact]
    public void Any_chunking_gives_what_one_piece_gives()
    {
        var random = new Random(20261121);
        string[] words = ["<think>", "</think>", "<", "think>", "</", "th", " ", "\n", "answer", "é", "<think", "/think>", "思"];
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => words[random.Next(words.Length)]));
            var expected = ThinkingText.Split(text);
            var splitter = new ThinkingSplitter();
            var (response, thinking) = ("", "");
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(random.Next(1, 6), text.Length - at);
                var piece = splitter.Push(text.Substring(at, length));
                (response, thinking, at) = (response + piece.Response, thinking + piece.Thinking, at + length);
            }

            response += splitter.Finish().Response;

            Assert.Equal(expected, splitter.Result);
            Assert.Equal(expected.Response.Trim(), response.Trim());
            if (expected.Thinking.Length > 0)
            {
                Assert.Equal(expected.Thinking, thinking.Trim());
            }
        }
    }

    [Fact]
    public void Text_flows_without_waiting_for_the_end()
    {
        var splitter = new ThinkingSplitter();
        Assert.Equal(new ThinkingText("", "hm"), splitter.Push("<think>hm"));
        Assert.Equal(new ThinkingText("", " so"), splitter.Push(" so</th"));
        Assert.Equal(new ThinkingText("", ""), splitter.Push("ink>\n\n"));
        Assert.Equal(new ThinkingText("42", ""), splitter.Push("42"));
        Assert.Equal(new ThinkingText(".", ""), splitter.Push("."));
        Assert.Equal(new ThinkingText("", ""), splitter.Finish());
    }

    [Fact]
    public void A_held_back_half_tag_comes_out_at_the_end()
    {
        var splitter = new ThinkingSplitter();
        Assert.Equal(new ThinkingText("a ", ""), splitter.Push("a <thi"));
        Assert.Equal(new ThinkingText("<thi", ""), splitter.Finish());
    }
}
