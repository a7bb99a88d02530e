using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.CoreApi;

/// <summary>What went wrong between this program and Core, in words, with the next step for each case.</summary>
internal static class CoreFailures
{
    public const string UnreachableCode = "core_unreachable";

    public static CommandFailedException Unreachable(CoreAddress address, string reason) => new(
        UnreachableCode,
        $"Core does not answer at {address.Display}: {reason}.",
        address.IsDefault
            ? "Start it with `llm-mcp up`, or name another address with --url or LLM_MCP_URL."
            : $"The address comes from {address.Origin}. `llm-mcp doctor` looks closer.",
        ExitCodes.CoreUnreachable)
    {
        IsPassing = true,
    };

    public static CommandFailedException NotCore(CoreAddress address, HttpStatusCode status) => new(
        "not_core",
        $"What answers at {address.Display} is not llm-mcp Core (HTTP {(int)status} without JSON).",
        "`llm-mcp doctor` shows what listens there; --url names another address.")
    {
        // A proxy in front of a Core that restarts.
        IsPassing = status >= HttpStatusCode.InternalServerError,
    };

    public static CommandFailedException NoJobId() =>
        new("not_core", "The answer names no job.", "Is this address an llm-mcp Core? `llm-mcp doctor` checks.");

    /// <summary>An error body of Core: <c>error</c> and <c>message</c>, with problem+json's <c>detail</c> and a hint where Core gives them.</summary>
    public static CommandFailedException Refused(CoreAddress address, HttpStatusCode status, string body)
    {
        if (Parse(body) is not { } problem || problem.Text("error") is not { } code)
        {
            return NotCore(address, status);
        }

        var message = problem.Text("message") ?? problem.Text("detail") ?? problem.Text("title") ?? $"HTTP {(int)status}";
        return new CommandFailedException(code, message, problem.Text("hint") ?? HintFor(code, status, address))
        {
            IsPassing = status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        };
    }

    public static string Reason(HttpRequestException exception) => exception.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => "unknown host name",
        SocketException socket => socket.SocketErrorCode.ToString(),
        { } inner => inner.Message.TrimEnd('.'),
        null => exception.Message.TrimEnd('.'),
    };

    private static string? HintFor(string code, HttpStatusCode status, CoreAddress address) => (code, status) switch
    {
        (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => address.Key is null
            ? "Core wants a key: --key or LLM_MCP_KEY."
            : "The key was not accepted; check --key, LLM_MCP_KEY and INTERNAL_API_KEY.",
        ("device_not_found", _) => "`llm-mcp devices` lists them.",
        ("model_not_allowed", _) => "`llm-mcp devices show ID` shows the limits of a device.",
        (_, HttpStatusCode.NotFound) => "`llm-mcp jobs list` shows the jobs that exist; finished ones are removed after a while.",
        (_, HttpStatusCode.TooManyRequests) => "Wait a little and try again.",
        ("already_final", _) => "`llm-mcp jobs retry ID` submits it anew.",
        ("routing_failed" or "no_model_available", _) => "`llm-mcp doctor` shows which nodes are reachable and which models they have.",
        (_, >= HttpStatusCode.InternalServerError) => "Core's log says more; `llm-mcp doctor` checks its surroundings.",
        _ => null,
    };

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
