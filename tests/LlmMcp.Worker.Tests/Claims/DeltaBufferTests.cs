using LlmMcp.Worker.Claims;

namespace LlmMcp.Worker.Tests.Claims;

public class DeltaBufferTests
{
    private static readonly ClaimKey Key = new("job", 1);

    [Fact]
    public void Pieces_between_two_messages_are_merged_thought_first()
    {
        var buffer = new DeltaBuffer();
        buffer.Append("", "hm");
        buffer.Append("", " so");
        buffer.Append("yes", "");
        buffer.Append("", "wait");
        var message = buffer.Take(Key)!;
        Assert.Equal([("yes", "hm so"), ("", "wait")], message.Pieces.Select(piece => (piece.Response, piece.Thinking)));
        Assert.Null(buffer.Take(Key));
    }

    [Fact]
    public void Numbers_have_no_gap_over_messages_and_rewinds()
    {
        var random = new Random(3);
        var buffer = new DeltaBuffer();
        var (said, heard, next) = ("", "", 1L);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new string((char)('a' + (i % 26)), random.Next(1, 400));
            buffer.Append(text, "");
            said += text;
            if (random.Next(100) == 0)
            {
                buffer.Rewind();
                (heard, next) = ("", 1);
            }

            while (random.Next(3) == 0 && buffer.Take(Key) is { } message)
            {
                Assert.Equal(next, message.FirstSeq);
                next += message.Pieces.Count;
                heard += string.Concat(message.Pieces.Select(piece => piece.Response));
            }
        }

        while (buffer.Take(Key) is { } message)
        {
            heard += string.Concat(message.Pieces.Select(piece => piece.Response));
        }

        Assert.Equal(said, heard);
    }

    [Fact]
    public void Beyond_the_limit_the_oldest_pieces_are_forgotten()
    {
        var buffer = new DeltaBuffer(maxChars: 10_000);
        for (var i = 0; i < 10; i++)
        {
            buffer.Append(new string((char)('0' + i), 5_000), "");
            buffer.Take(Key);
        }

        buffer.Rewind();
        var message = buffer.Take(Key)!;
        Assert.Equal((9L, "89"), (message.FirstSeq, string.Concat(message.Pieces.Select(piece => piece.Response[0]))));
    }
}
