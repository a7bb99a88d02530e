using LlmMcp.Client;
using LlmMcp.McpBridge.Tools;

namespace LlmMcp.McpBridge.HttpBridge;

/// <summary>Answers in the older bridge's form: <c>{"error": text}</c> and nothing else when something is wrong.</summary>
internal static class BridgeReply
{
    private const string JsonType = "application/json";

    public static IResult Json(string json, int status = StatusCodes.Status200OK) => Microsoft.AspNetCore.Http.Results.Text(json, JsonType, statusCode: status);

    public static IResult Error(int status, string text) => Json(ErrorBody(text), status);

    /// <summary>The body of an error, also as data of an <c>error</c> event.</summary>
    public static string ErrorBody(string text) => System.Text.Json.JsonSerializer.Serialize(new { error = text }, ToolSchemas.Results);

    public static IResult NotFound() => Error(StatusCodes.Status404NotFound, "not_found");

    /// <summary>A failed call of Core.</summary>
    public static IResult Of(CoreFailure failure) => failure.Kind == CoreFailureKind.Refused
        ? Error(failure.Status, TextOf(failure))
        : Error(StatusCodes.Status502BadGateway, TextOf(failure));

    /// <summary>What went wrong, in words.</summary>
    public static string TextOf(CoreFailure failure) => failure.Kind == CoreFailureKind.Refused
        ? $"{failure.Code}: {failure.Message}"
        : $"core unavailable: {failure.Message}";
}
