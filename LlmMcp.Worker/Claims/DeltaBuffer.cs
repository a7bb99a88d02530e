using System.Text;
using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Claims;

/// <summary>
/// The pieces of one attempt's output, numbered from 1 without gaps. Pieces are kept for a new session to resend; beyond the
/// limit the oldest are forgotten, sent or not: the result carries the whole answer anyway.
/// </summary>
/// <remarks>The executor appends, the sender takes; both under the lock.</remarks>
internal sealed class DeltaBuffer(int maxChars = DeltaBuffer.DefaultMaxChars)
{
    /// <summary>1 MiB of UTF-16.</summary>
    public const int DefaultMaxChars = 512 << 10;

    /// <summary>Text is merged into one piece up to this length while the sender is busy or the next message is not due.</summary>
    private const int PieceChars = 4_096;

    /// <summary>Text of one message.</summary>
    private const int MessageChars = 64 << 10;

    private readonly Lock _guard = new();
    private readonly LinkedList<TokenDelta> _pieces = new();
    private readonly StringBuilder _response = new();
    private readonly StringBuilder _thinking = new();
    private long _firstSeq = 1;
    private long _nextSeq = 1;
    private int _chars;

    /// <summary>Adds output. The thought of a piece comes before its answer, so thought after an answer begins a new piece.</summary>
    public void Append(string response, string thinking)
    {
        lock (_guard)
        {
            if (thinking.Length > 0 && _response.Length > 0)
            {
                Seal_NeedsLock();
            }

            _response.Append(response);
            _thinking.Append(thinking);
            if (_response.Length + _thinking.Length >= PieceChars)
            {
                Seal_NeedsLock();
            }
        }
    }

    /// <summary>The next message's worth of pieces that were not sent in this session; null when there is none.</summary>
    public TokenDeltas? Take(ClaimKey key)
    {
        lock (_guard)
        {
            Seal_NeedsLock();
            var message = new TokenDeltas { JobId = key.JobId, ClaimNo = key.ClaimNo, FirstSeq = _nextSeq };
            var chars = 0;
            for (var node = At_NeedsLock(_nextSeq); node is not null && chars < MessageChars; node = node.Next)
            {
                message.Pieces.Add(node.Value);
                chars += Length(node.Value);
            }

            _nextSeq += message.Pieces.Count;
            return message.Pieces.Count > 0 ? message : null;
        }
    }

    /// <summary>A new session gets everything that is still known.</summary>
    public void Rewind()
    {
        lock (_guard)
        {
            _nextSeq = _firstSeq;
        }
    }

    private LinkedListNode<TokenDelta>? At_NeedsLock(long seq)
    {
        // What is sent next is near the end, except after a rewind.
        var node = _pieces.Last;
        for (var last = _firstSeq + _pieces.Count - 1; node is not null && last > seq; last--)
        {
            node = node.Previous;
        }

        return seq < _firstSeq + _pieces.Count ? node : null;
    }

    private void Seal_NeedsLock()
    {
        if (_response.Length == 0 && _thinking.Length == 0)
        {
            return;
        }

        var piece = new TokenDelta { Response = _response.ToString(), Thinking = _thinking.ToString() };
        _response.Clear();
        _thinking.Clear();
        _pieces.AddLast(piece);
        _chars += Length(piece);
        while (_chars > maxChars && _pieces.First is { } oldest && oldest != _pieces.Last)
        {
            _chars -= Length(oldest.Value);
            _pieces.RemoveFirst();
            _firstSeq++;
            _nextSeq = Math.Max(_nextSeq, _firstSeq);
        }
    }

    private static int Length(TokenDelta piece) => piece.Response.Length + piece.Thinking.Length;
}
