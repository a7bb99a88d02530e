using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Thinking;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Execution;

/// <summary>
/// Reads one streamed answer of any chat client: tokens go to the sink as they come, the thought is told from the answer, and
/// the last update brings the server's own document.
/// </summary>
internal sealed class ChatRun(IDeltaSink deltas, bool? thinkingWanted)
{
    private readonly ThinkingSplitter _splitter = new();
    private readonly StringBuilder _nativeThinking = new();
    private readonly StringBuilder _response = new();

    /// <summary>A server that tells thought from answer itself is believed; tags in its answer are then the answer's.</summary>
    private bool _serverSplits;

    public async Task<ChatAnswer> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates, string askedModel)
    {
        var usage = new UsageDetails();
        var model = "";
        JsonObject? data = null;
        await foreach (var update in updates)
        {
            foreach (var content in update.Contents)
            {
                Take(content, usage);
            }

            model = update.ModelId is { Length: > 0 } named ? named : model;
            data = update.RawRepresentation as JsonObject ?? data;
        }

        if (!_serverSplits)
        {
            Show(_splitter.Finish());
        }

        var split = _serverSplits ? new ThinkingText(_response.ToString(), _nativeThinking.ToString()) : _splitter.Result;
        return new ChatAnswer(
            split.Response,
            thinkingWanted == false ? "" : split.Thinking,
            model.Length > 0 ? model : askedModel,
            usage.InputTokenCount ?? 0,
            usage.OutputTokenCount ?? 0,
            data ?? throw new InvalidOperationException("The client ended its answer without the server's document."));
    }

    private void Take(AIContent content, UsageDetails usage)
    {
        switch (content)
        {
            case TextReasoningContent { Text.Length: > 0 } thought:
                BelieveServer();
                _nativeThinking.Append(thought.Text);
                Show(new ThinkingText("", thought.Text));
                break;
            case TextContent { Text.Length: > 0 } text:
                _response.Append(text.Text);
                Show(_serverSplits ? new ThinkingText(text.Text, "") : _splitter.Push(text.Text));
                break;
            case UsageContent counted:
                usage.Add(counted.Details);
                break;
            default:
                deltas.AnswerBegan();
                break;
        }
    }

    private void BelieveServer()
    {
        if (!_serverSplits)
        {
            Show(_splitter.Finish());
            _serverSplits = true;
        }
    }

    private void Show(ThinkingText piece)
    {
        var thinking = thinkingWanted == false ? "" : piece.Thinking;
        if (piece.Response.Length > 0 || thinking.Length > 0)
        {
            deltas.Write(piece.Response, thinking);
        }
        else if (piece.Thinking.Length > 0)
        {
            deltas.AnswerBegan();
        }
    }
}
