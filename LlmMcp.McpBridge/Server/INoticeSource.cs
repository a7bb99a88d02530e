using System.Text.Json.Nodes;

namespace LlmMcp.McpBridge.Server;

/// <summary>
/// Something a client can be told of on its <c>subscriptions/listen</c> stream. Sources write at the same time; the stream puts
/// their notices one behind the other.
/// </summary>
internal interface INoticeSource
{
    /// <summary>
    /// Takes from the wish what this source can tell, writes that into what is granted, and returns the work of telling it, which
    /// runs until it has nothing more to tell or is canceled. Null when the client wishes nothing of this source.
    /// </summary>
    /// <exception cref="ModelContextProtocol.McpProtocolException">The wish cannot be granted to this client.</exception>
    ValueTask<Func<NoticeSender, CancellationToken, Task>?> BeginAsync(ListenWish wish, CancellationToken cancellationToken);
}

/// <summary>What a client wants to be told.</summary>
/// <param name="Asked">Its <c>params.notifications</c>.</param>
/// <param name="Granted">What it will be told, for the acknowledgement.</param>
/// <param name="DeclaresTasks">It knows tasks.</param>
internal sealed record ListenWish(JsonObject Asked, JsonObject Granted, bool DeclaresTasks);

/// <summary>Sends a notice to the client of one stream.</summary>
internal delegate Task NoticeSender(string method, JsonObject parameters, CancellationToken cancellationToken);
