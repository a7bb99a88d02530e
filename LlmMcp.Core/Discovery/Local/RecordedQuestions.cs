using System.Text.Json;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Discovery.Local;

/// <summary>A node that a worker has asked: the answers as it wrote them down.</summary>
internal sealed class RecordedQuestions : INodeQuestions
{
    private const int MostReplies = 1_000;

    private readonly Dictionary<NodeQuestion, ReadOnlyMemory<byte>> replies = [];
    private readonly string failure;

    public RecordedQuestions(LocalNode node)
    {
        failure = node.Failure;
        foreach (var reply in node.Replies.Take(MostReplies))
        {
            replies[new NodeQuestion(reply.Path, reply.Model.Length > 0 ? reply.Model : null)] = reply.BodyJson.Memory;
        }
    }

    public Task<T?> AskAsync<T>(NodeQuestion question, CancellationToken cancellationToken)
        where T : class
    {
        if (replies.Count == 0)
        {
            throw new HttpRequestException(failure.Length > 0 ? $"its worker says: {failure}" : "its worker got no answer");
        }

        return Task.FromResult(replies.TryGetValue(question, out var body) ? Read<T>(body) : null);
    }

    private static T? Read<T>(ReadOnlyMemory<byte> body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, CoreJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
