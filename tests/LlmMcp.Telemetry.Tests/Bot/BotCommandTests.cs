using LlmMcp.Telemetry.Bot;

namespace LlmMcp.Telemetry.Tests.Bot;

public sealed class BotCommandTests
{
    [Theory]
    [InlineData("/status", "Status")]
    [InlineData("/STATUS@our_bot", "Status")]
    [InlineData(" /devices now", "Devices")]
    [InlineData("/costs", "Costs")]
    [InlineData("/mute", "Mute 01:00:00")]
    [InlineData("/mute 30m", "Mute 00:30:00")]
    [InlineData("/mute 2D", "Mute 2.00:00:00")]
    [InlineData("/mute 8d", "Help")]
    [InlineData("/mute 0m", "Help")]
    [InlineData("/mute -1h", "Help")]
    [InlineData("/mute forever", "Help")]
    [InlineData("/unmute", "Unmute")]
    [InlineData("/help", "Help")]
    [InlineData("/start", "Help")]
    [InlineData("/other", "")]
    [InlineData("status", "")]
    [InlineData("", "")]
    public void Commands_are_read(string text, string expected)
    {
        var command = BotCommand.Parse(text);

        Assert.Equal(expected, command is BotCommand.Mute mute ? $"Mute {mute.For}" : command?.GetType().Name ?? "");
    }
}
