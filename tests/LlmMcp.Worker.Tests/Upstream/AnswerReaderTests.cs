using System.IO.Pipelines;
using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Testing;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Tests.Upstream;

public class AnswerReaderTests
{
    [Fact]
    public async Task Lines_are_read_whatever_their_ends()
    {
        await using var reader = Reader("one\r\ntwo\n\nlast");
        List<string> lines = [];
        while (await reader.ReadLineAsync(default) is { } line)
        {
            lines.Add(Encoding.UTF8.GetString(line));
        }

        Assert.Equal(["one", "two", "", "last"], lines);
    }

    [Fact]
    public async Task A_line_beyond_the_limit_breaks_the_answer()
    {
        await using var reader = Reader(new string('x', 200_000), new UpstreamLimits { LineBytes = 50_000 });
        var failure = await Assert.ThrowsAsync<AttemptFailedException>(() => reader.ReadLineAsync(default).AsTask());
        Assert.Equal(ErrorClass.StreamBroken, failure.ErrorClass);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_not_read_on()
    {
        await using var reader = Reader(string.Concat(Enumerable.Repeat("line\n", 1000)), new UpstreamLimits { AnswerBytes = 100 });
        var read = 0;
        await Assert.ThrowsAsync<AttemptFailedException>(async () =>
        {
            while (await reader.ReadLineAsync(default) is not null)
            {
                read++;
            }
        });
        Assert.Equal(20, read);
    }

    [Fact]
    public async Task Silence_in_the_middle_breaks_the_answer_but_not_before_its_first_byte()
    {
        var time = new FakeTimeProvider();
        var pipe = new Pipe();
        await using var reader = new AnswerReader(pipe.Reader.AsStream(), new UpstreamLimits { Idle = TimeSpan.FromSeconds(9) }, time);

        var first = reader.ReadLineAsync(default).AsTask();
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(first.IsCompleted);
        await pipe.Writer.WriteAsync("x\n"u8.ToArray());
        Assert.Equal("x"u8.ToArray(), await first);

        var second = reader.ReadLineAsync(default).AsTask();
        await time.WaitForArmedTimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(ErrorClass.StreamBroken, (await Assert.ThrowsAsync<AttemptFailedException>(() => second)).ErrorClass);
    }

    private static AnswerReader Reader(string text, UpstreamLimits? limits = null) =>
        new(new MemoryStream(Encoding.UTF8.GetBytes(text)), limits ?? new UpstreamLimits(), TimeProvider.System);
}
