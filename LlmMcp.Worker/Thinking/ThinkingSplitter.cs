using System.Text;

namespace LlmMcp.Worker.Thinking;

/// <summary>
/// Splits a stream of text into answer and thought while it flows. At most a tag's length of text is held back, because the
/// tag may come in pieces.
/// </summary>
/// <remarks>
/// Whatever the pieces, the whole is what <see cref="ThinkingText.Split"/> gives for the joined text. A thought that is never
/// closed has been shown as thought by then; <see cref="Finish"/> gives it back as answer, so that the pieces of the answer
/// still add up to <see cref="Result"/>.
/// </remarks>
internal sealed class ThinkingSplitter
{
    private readonly StringBuilder _all = new();
    private string _held = "";
    private State _state = State.BeforeTag;
    private int _tagAt;
    private bool _answerSeen;

    private enum State
    {
        BeforeTag,
        Thought,
        AfterTag,
    }

    /// <summary>Answer and thought of everything pushed so far.</summary>
    public ThinkingText Result => ThinkingText.Split(_all.ToString());

    /// <summary>Takes the next piece and returns what can be shown of it.</summary>
    public ThinkingText Push(string piece)
    {
        _all.Append(piece);
        var text = _held + piece;
        _held = "";
        var response = new StringBuilder();
        var thinking = new StringBuilder();
        if (_state == State.BeforeTag && PassUpTo(ThinkingText.OpenTag, ref text, response))
        {
            _state = State.Thought;
            _tagAt = _all.Length - text.Length - ThinkingText.OpenTag.Length;
        }

        if (_state == State.Thought && PassUpTo(ThinkingText.CloseTag, ref text, thinking))
        {
            _state = State.AfterTag;
        }

        if (_state == State.AfterTag)
        {
            response.Append(text);
        }

        return new ThinkingText(Visible(response.ToString()), thinking.ToString());
    }

    /// <summary>Ends the stream and returns what was held back.</summary>
    public ThinkingText Finish()
    {
        var rest = _state == State.Thought ? _all.ToString(_tagAt, _all.Length - _tagAt) : _held;
        _held = "";
        return new ThinkingText(rest, "");
    }

    /// <summary>Moves text to the output up to the tag; without the tag all but a possible beginning of it.</summary>
    private bool PassUpTo(string tag, ref string text, StringBuilder output)
    {
        var at = text.IndexOf(tag, StringComparison.Ordinal);
        if (at >= 0)
        {
            output.Append(text, 0, at);
            text = text[(at + tag.Length)..];
            return true;
        }

        var keep = BeginningOf(tag, text);
        output.Append(text, 0, text.Length - keep);
        _held = text[^keep..];
        text = "";
        return false;
    }

    private static int BeginningOf(string tag, string text)
    {
        for (var length = Math.Min(tag.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(tag[..length], StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>Drops the blank lines models put between the thought and the answer.</summary>
    private string Visible(string response)
    {
        if (_state == State.AfterTag && !_answerSeen)
        {
            response = response.TrimStart();
        }

        _answerSeen |= response.AsSpan().Trim().Length > 0;
        return response;
    }
}
