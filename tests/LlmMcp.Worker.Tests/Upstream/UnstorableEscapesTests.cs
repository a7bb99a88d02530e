using System.Text;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Tests.Upstream;

public class UnstorableEscapesTests
{
    [Theory]
    [InlineData(@"""a\u0000b""", @"""a\ufffdb""")]
    [InlineData(@"""\\u0000""", @"""\\u0000""")]
    [InlineData(@"""\\\u0000""", @"""\\\ufffd""")]
    [InlineData(@"""\ud83d\ude00""", @"""\ud83d\ude00""")]
    [InlineData(@"""\ud83dx""", @"""\ufffdx""")]
    [InlineData(@"""\ude00\ud83d""", @"""\ufffd\ufffd""")]
    [InlineData(@"""\ud83d\ud83d\ude00""", @"""\ufffd\ud83d\ude00""")]
    [InlineData(@"""\u00e9\n""", @"""\u00e9\n""")]
    [InlineData(@"""\u00", @"""\u00")]
    [InlineData(@"""\", @"""\")]
    public void Only_what_jsonb_refuses_is_replaced(string json, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(json);
        UnstorableEscapes.Replace(bytes);
        Assert.Equal(expected, Encoding.ASCII.GetString(bytes));
    }
}
