using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>Tools that ask the client of a session while they run, and one that needs a capability.</summary>
internal static class ClientTools
{
    public static IEnumerable<McpServerTool> All() =>
    [
        FixturePart.Tool("test_sampling", "Asks the client's model", static async (string prompt, RequestContext<CallToolRequestParams> request, CancellationToken token) =>
        {
            var answer = await request.Server.SampleAsync(Questions.Sampling(prompt, 100), token);
            return FixturePart.Text($"LLM response: {string.Concat(answer.Content.OfType<TextContentBlock>().Select(static block => block.Text))}");
        }),
        FixturePart.Tool("test_elicitation", "Asks the user", static (string message, RequestContext<CallToolRequestParams> request, CancellationToken token) => ElicitAsync(
            request, "User response", message, """
            {"type":"object","required":["username","email"],"properties":{
              "username":{"type":"string","description":"User's response"},"email":{"type":"string","description":"User's email address"}}}
            """, token)),
        FixturePart.Tool("test_elicitation_sep1034_defaults", "Asks the user, with defaults", static (RequestContext<CallToolRequestParams> request, CancellationToken token) => ElicitAsync(
            request, "Elicitation completed", "Are the defaults right?", """
            {"type":"object","properties":{
              "name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},"score":{"type":"number","default":95.5},
              "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},"verified":{"type":"boolean","default":true}}}
            """, token)),
        FixturePart.Tool("test_elicitation_sep1330_enums", "Asks the user to choose", static (RequestContext<CallToolRequestParams> request, CancellationToken token) => ElicitAsync(
            request, "Elicitation completed", "Which ones?", """
            {"type":"object","properties":{
              "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
              "titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},
              "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},
              "untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},
              "titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}}}
            """, token)),
        FixturePart.Tool("test_missing_capability", "Works for clients with a model only", static (RequestContext<CallToolRequestParams> request) =>
            request.Server.ClientCapabilities?.Sampling is null
                ? throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Sampling = new SamplingCapability() }, "This tool asks the client's model: declare sampling.")
                : FixturePart.Text("The client has a model.")),
    ];

    private static async Task<CallToolResult> ElicitAsync(
        RequestContext<CallToolRequestParams> request, string prefix, string message, string schema, CancellationToken cancellationToken)
    {
        var answer = await request.Server.ElicitAsync(Questions.Elicitation(message, schema), cancellationToken);
        return FixturePart.Text($"{prefix}: action={answer.Action}, content={JsonSerializer.Serialize(answer.Content)}");
    }
}
