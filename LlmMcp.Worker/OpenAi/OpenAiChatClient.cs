using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.OpenAi;

/// <summary>
/// Chat completions as a chat client, always streamed, with the usage asked for. The last update's
/// <see cref="ChatResponseUpdate.RawRepresentation"/> is the joined <c>chat.completion</c>.
/// </summary>
/// <remarks>
/// A <see cref="JsonObject"/> from <see cref="ChatOptions.RawRepresentationFactory"/> is the request body as it goes out;
/// without one the body is made from messages and options.
/// </remarks>
internal sealed class OpenAiChatClient(OpenAiCall call) : IChatClient
{
    private static readonly byte[] DataField = "data:"u8.ToArray();

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = options?.RawRepresentationFactory?.Invoke(this) as JsonObject ?? BodyFrom(messages, options);
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        await using var reply = await call.ChatAsync(body, cancellationToken);
        if (!reply.IsEventStream)
        {
            var whole = AnswerJson.Parse(await reply.Reader.ReadToEndAsync(cancellationToken));
            ThrowIfError(whole, tokens: false);
            yield return CompletionUpdate.Whole(whole);
            yield break;
        }

        var answer = new CompletionAnswer();
        var tokens = false;
        var done = false;
        while (!done && await reply.Reader.ReadLineAsync(cancellationToken) is { } line)
        {
            // Comments (": OPENROUTER PROCESSING"), event names and the blank lines between events say nothing here.
            if (!line.AsSpan().StartsWith(DataField))
            {
                continue;
            }

            var data = line.AsSpan(DataField.Length).Trim((byte)' ').ToArray();
            if (done = data.AsSpan().SequenceEqual("[DONE]"u8))
            {
                continue;
            }

            var chunk = AnswerJson.Parse(data);
            ThrowIfError(chunk, tokens);
            answer.Add(chunk);
            var update = CompletionUpdate.Of(chunk, "delta");
            tokens |= update.Contents.Count > 0;
            yield return update;
        }

        yield return done || answer.IsFinished
            ? CompletionUpdate.Last(answer.Join())
            : throw new AttemptFailedException(tokens ? ErrorClass.StreamBroken : ErrorClass.Unreachable, "the answer ended before it was done");
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The HTTP client belongs to the process.
    }

    /// <summary>Errors inside a 200: OpenRouter's and vLLM's carry the status they would have had as <c>code</c>.</summary>
    private static void ThrowIfError(JsonObject chunk, bool tokens)
    {
        if (chunk["error"] is not { } error)
        {
            return;
        }

        var text = chunk.ToJsonString();
        if (tokens)
        {
            throw new AttemptFailedException(ErrorClass.StreamBroken, ErrorText.FromBody(text));
        }

        var status = error is JsonObject ? AnswerJson.Number(error["code"]) : null;
        throw UpstreamFailure.FromStatus(status is >= 400 and < 600 ? (int)status : 500, text, null);
    }

    private static JsonObject BodyFrom(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var body = new JsonObject { ["model"] = options?.ModelId };
        body["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text })]);
        if (options?.Temperature is { } temperature)
        {
            body["temperature"] = temperature;
        }

        if (options?.MaxOutputTokens is { } limit)
        {
            body["max_tokens"] = limit;
        }

        return body;
    }
}
