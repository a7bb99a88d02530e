using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Ollama;

/// <summary>
/// Ollama's generate and chat routes as a chat client, always streamed: tokens flow, and an abort frees the node's slot within
/// milliseconds. The last update's <see cref="ChatResponseUpdate.RawRepresentation"/> is the joined answer.
/// </summary>
/// <remarks>
/// A <see cref="JsonObject"/> from <see cref="ChatOptions.RawRepresentationFactory"/> is the request body as it goes out;
/// without one the body is made from messages and options.
/// </remarks>
internal sealed class OllamaChatClient(OllamaCall call, OllamaRoute route) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = options?.RawRepresentationFactory?.Invoke(this) as JsonObject ?? OllamaBody.From(messages, options);
        body["stream"] = true;
        await using var reply = await call.PostAsync(route.Path, body, cancellationToken);
        var answer = new OllamaAnswer(route);
        var tokens = false;
        while (!answer.IsComplete && await reply.Reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var chunk = AnswerJson.Parse(line);
            if (chunk.ContainsKey("error"))
            {
                // After the first byte an error comes with status 200, as a last line.
                throw new AttemptFailedException(
                    tokens ? ErrorClass.StreamBroken : ErrorClass.ServerError, ErrorText.FromBody(chunk.ToJsonString()));
            }

            var update = ToUpdate(chunk);
            tokens |= update.Contents.Count > 0;
            answer.Add(chunk);
            yield return update;
        }

        yield return answer.IsComplete
            ? Last(answer.Join())
            : throw new AttemptFailedException(tokens ? ErrorClass.StreamBroken : ErrorClass.Unreachable, "the answer ended before it was done");
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The HTTP client belongs to the process.
    }

    private ChatResponseUpdate ToUpdate(JsonObject chunk)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = AnswerJson.Text(chunk["model"]) };
        if (route.Message(chunk) is not { } message)
        {
            return update;
        }

        if (AnswerJson.Text(message["thinking"]) is { Length: > 0 } thinking)
        {
            update.Contents.Add(new TextReasoningContent(thinking));
        }

        if (AnswerJson.Text(message[route.TextKey]) is { Length: > 0 } text)
        {
            update.Contents.Add(new TextContent(text));
        }

        foreach (var toolCall in message["tool_calls"] as JsonArray ?? [])
        {
            update.Contents.Add(OllamaToolCall.Read(toolCall));
        }

        return update;
    }

    private static ChatResponseUpdate Last(JsonObject answer)
    {
        var usage = new UsageDetails
        {
            InputTokenCount = AnswerJson.Number(answer["prompt_eval_count"]) ?? 0,
            OutputTokenCount = AnswerJson.Number(answer["eval_count"]) ?? 0,
        };
        return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)])
        {
            ModelId = AnswerJson.Text(answer["model"]),
            FinishReason = AnswerJson.Text(answer["done_reason"]) == "length" ? ChatFinishReason.Length : ChatFinishReason.Stop,
            RawRepresentation = answer,
        };
    }
}
