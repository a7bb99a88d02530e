using System.Net.Sockets;
using System.Text.Json;

namespace LlmMcp.Client;

/// <summary>Reads failures off the wire.</summary>
public static class CoreFailures
{
    /// <summary>Nothing answered.</summary>
    public static CoreCallException Unreachable(string reason, Exception? cause = null) =>
        new(new CoreFailure(CoreFailureKind.Unreachable, CoreFailure.UnreachableCode, reason), cause);

    /// <summary>What answered is not Core.</summary>
    public static CoreCallException NotCore(int status) =>
        new(new CoreFailure(CoreFailureKind.NotCore, CoreFailure.NotCoreCode, $"HTTP {status} without JSON") { Status = status });

    /// <summary>What went wrong with a connection, in words.</summary>
    public static string Reason(HttpRequestException exception) => exception.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => "unknown host name",
        SocketException socket => socket.SocketErrorCode.ToString(),
        { } inner => inner.Message.TrimEnd('.'),
        null => exception.Message.TrimEnd('.'),
    };

    /// <summary>An error body of Core: <c>error</c> and <c>message</c>, with problem+json's <c>detail</c> and a hint where Core gives them.</summary>
    internal static async Task<CoreCallException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (Parse(await ReadAsync(response, cancellationToken)) is not { } problem || problem.Text("error") is not { } code)
        {
            return NotCore(status);
        }

        var message = problem.Text("message") ?? problem.Text("detail") ?? problem.Text("title") ?? $"HTTP {status}";
        return new CoreCallException(new CoreFailure(CoreFailureKind.Refused, code, message)
        {
            Status = status,
            Detail = problem.Text("detail") is { } detail && detail != message ? detail : null,
            Field = problem.Text("field"),
            Hint = problem.Text("hint"),
            RetryAfterSeconds = (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds,
        });
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            // Headers come first: Core may go before the body.
            throw Unreachable(Reason(exception), exception);
        }
    }

    private static JsonElement? Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body) is { ValueKind: JsonValueKind.Object } element ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
