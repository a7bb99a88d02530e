using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>Refusals of routing, in the words old clients know.</summary>
internal static class Refusals
{
    /// <summary>400 <c>routing_failed</c>: <paramref name="message"/> is the deployed system's word, the detail is for people.</summary>
    public static ApiError Routing(string message, string? field = null, string? detail = null) =>
        new(StatusCodes.Status400BadRequest, "routing_failed", message, field) { Detail = detail };
}
