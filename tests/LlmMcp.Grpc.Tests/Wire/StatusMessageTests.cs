using System.Text;
using Grpc.Wire;

namespace LlmMcp.Grpc.Tests.Wire;

public sealed class StatusMessageTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain ~text~", "plain ~text~")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("é", "%C3%A9")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void Only_what_cannot_travel_is_escaped(string text, string encoded)
    {
        Assert.Equal(encoded, StatusMessage.Encode(text));
        Assert.Equal(text, StatusMessage.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz!", "%zz!")]
    [InlineData("%ff", "\uFFFD")]
    public void A_peers_broken_escapes_are_shown_not_refused(string encoded, string text) => Assert.Equal(text, StatusMessage.Decode(encoded));

    [Fact]
    public void Any_text_comes_back_as_it_was()
    {
        var random = new Random(42);
        for (var i = 0; i < 2000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(50); length > 0; length--)
            {
                var rune = random.Next(0x10FFFF);
                text.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "%");
            }

            Assert.Equal(text.ToString(), StatusMessage.Decode(StatusMessage.Encode(text.ToString())));
        }
    }

    [Fact]
    public void A_lone_surrogate_does_not_break_the_answer() => Assert.Equal("%EF%BF%BD", StatusMessage.Encode("\uD800"));
}
