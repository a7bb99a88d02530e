using LlmMcp.Telemetry.Rules;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Tests.Texts;

public sealed class TextTests
{
    [Theory]
    [InlineData("plain", 3, "pla")]
    [InlineData("👩‍👩‍👧‍👦 family", 1, "👩‍👩‍👧‍👦")]
    [InlineData("e\u0301e\u0301", 1, "e\u0301")]
    [InlineData("🇩🇪🇫🇷", 1, "🇩🇪")]
    [InlineData("short", 30, "short")]
    public void Names_are_cut_between_what_people_see_as_characters(string text, int most, string expected) => Assert.Equal(expected, Words.Cut(text, most));

    [Theory]
    [InlineData("a👩‍👩‍👧‍👦b", 5, "a")]
    [InlineData("ab", 2, "ab")]
    [InlineData("a😀", 2, "a")]
    public void Units_are_counted_as_Telegram_does_and_no_character_is_halved(string text, int most, string expected) => Assert.Equal(expected, Words.CutUnits(text, most));

    [Fact]
    public void Html_is_escaped_in_one_block() => Assert.Equal("<pre>a &lt;b&gt; &amp; c\nd</pre>", TelegramText.Of(["a <b> & c", "d"], 4096));

    [Theory]
    [InlineData(200)]
    [InlineData(333)]
    [InlineData(4096)]
    public void A_message_stays_within_its_length_after_escaping_and_loses_whole_lines(int most)
    {
        List<string> lines = [.. Enumerable.Range(0, 500).Select(static number => $"<{number}> & 👩‍👩‍👧‍👦 name")];

        var text = TelegramText.Of(lines, most);

        Assert.InRange(text.Length, most - 80, most);
        Assert.EndsWith("\n…</pre>", text, StringComparison.Ordinal);
        var shown = text["<pre>".Length..^"\n…</pre>".Length].Split('\n');
        Assert.Equal(lines.Take(shown.Length).Select(TelegramText.Escape), shown);
    }

    [Theory]
    [InlineData("&")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("x")]
    public void One_endless_line_is_cut_and_no_entity_with_it(string piece)
    {
        var text = TelegramText.Of([string.Concat(Enumerable.Repeat(piece, 5000))], 300);

        Assert.InRange(text.Length, 250, 300);
        var inner = text["<pre>".Length..^"\n…</pre>".Length];
        Assert.Equal("", inner.Replace(TelegramText.Escape(piece), "", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_lines_are_counted_and_the_first_ones_shown()
    {
        var lines = BulletinText.Lines(new DateTimeOffset(2030, 1, 1, 14, 5, 7, TimeSpan.Zero), [.. Enumerable.Range(1, 50).Select(static number => $"OFFLINE: d{number}")], TimeZoneInfo.Utc);

        Assert.Equal(("LLM Alert  14:05:07  50 at once", "OFFLINE: d1", "OFFLINE: d12", "… and 38 more", 14), (lines[0], lines[1], lines[12], lines[^1], lines.Count));
    }

    [Theory]
    [InlineData(5, "5s")]
    [InlineData(-5, "0s")]
    [InlineData(65, "1m")]
    [InlineData(3_900, "1h 5m")]
    [InlineData(200_000, "2d 7h")]
    public void Ages_are_short(int seconds, string expected) => Assert.Equal(expected, Ages.Of(TimeSpan.FromSeconds(seconds)));
}
