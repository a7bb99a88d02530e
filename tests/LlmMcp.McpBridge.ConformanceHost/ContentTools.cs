using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>Tools that answer with each kind of content, with progress, logs and errors.</summary>
internal static class ContentTools
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<McpServerTool> All() =>
    [
        FixturePart.Tool("test_simple_text", "Answers a text", static () => FixturePart.Text("This is a simple text response for testing.")),
        FixturePart.Tool("test_image_content", "Answers a picture", static () => new CallToolResult { Content = [Picture()] }),
        FixturePart.Tool("test_audio_content", "Answers a sound", static () => new CallToolResult { Content = [new AudioContentBlock { Data = Media.Wav, MimeType = "audio/wav" }] }),
        FixturePart.Tool("test_embedded_resource", "Answers a resource", static () => new CallToolResult
        {
            Content = [Resource("test://embedded-resource", "text/plain", "This is an embedded resource content.")],
        }),
        FixturePart.Tool("test_multiple_content_types", "Answers text, picture and resource", static () => new CallToolResult
        {
            Content =
            [
                new TextContentBlock { Text = "Multiple content types test:" }, Picture(),
                Resource("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
            ],
        }),
        FixturePart.Tool("test_error_handling", "Fails", static CallToolResult () => throw new McpException("This tool intentionally returns an error for testing")),
        FixturePart.Tool("test_tool_with_progress", "Tells its progress", ProgressAsync),
        FixturePart.Tool("test_tool_with_logging", "Logs", static (RequestContext<CallToolRequestParams> request, CancellationToken token) =>
            LogAsync(request, ["Tool execution started", "Tool processing data", "Tool execution completed"], token)),
        FixturePart.Tool("test_logging_tool", "Logs where the client asked for it", static (RequestContext<CallToolRequestParams> request, CancellationToken token) =>
            LogAsync(request, ["test_logging_tool ran"], token)),
        FixturePart.Tool("test_streaming_elicitation", "Answers on its stream, and asks nothing there", static () => FixturePart.Text("nothing was asked")),
        SchemaTool(),
        FixturePart.Tool("test_reconnection", "Asks its client to come back for the answer", ComeBackAsync),
    ];

    /// <summary>A tool whose schema uses all of JSON Schema 2020-12 that the suite looks for.</summary>
    private static McpServerTool SchemaTool()
    {
        var tool = FixturePart.Tool("json_schema_2020_12_tool", "Has a rich schema", static () => FixturePart.Text("The schema is what this is about."));
        tool.ProtocolTool.InputSchema = JsonSerializer.Deserialize<JsonElement>("""
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
             "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},
               "phone":{"type":"string"},"email":{"type":"string"}},
             "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
             "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},"else":{"required":["email"]},
             "additionalProperties":false}
            """);
        return tool;
    }

    public static ImageContentBlock Picture() => new() { Data = Media.Png, MimeType = "image/png" };

    public static EmbeddedResourceBlock Resource(string uri, string type, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = type, Text = text } };

    private static async Task<CallToolResult> ProgressAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        foreach (var progress in new[] { 0, 50, 100 })
        {
            if (request.Params?.ProgressToken is { } token)
            {
                await request.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = progress, Total = 100 }, cancellationToken: cancellationToken);
            }

            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }

        return FixturePart.Text("made progress");
    }

    private static async Task<CallToolResult> LogAsync(RequestContext<CallToolRequestParams> request, string[] lines, CancellationToken cancellationToken)
    {
        var stateless = request.JsonRpcRequest.Context?.ProtocolVersion == "2026-07-28";
        foreach (var line in lines)
        {
            // There a client is told nothing that it did not ask for with this very request.
            if (!stateless || request.JsonRpcRequest.Context?.LogLevel is not null)
            {
                await request.Server.SendNotificationAsync(
                    NotificationMethods.LoggingMessageNotification,
                    new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Logger = "fixtures", Data = JsonSerializer.SerializeToElement(line) },
                    cancellationToken: cancellationToken);
            }

            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }

        return FixturePart.Text("logged");
    }

    private static async Task<CallToolResult> ComeBackAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        await request.EnablePollingAsync(TimeSpan.FromMilliseconds(500), cancellationToken);
        return FixturePart.Text("Reconnection test completed successfully");
    }
}
