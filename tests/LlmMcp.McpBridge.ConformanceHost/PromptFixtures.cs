using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>The suite's prompts.</summary>
internal static class PromptFixtures
{
    public static IEnumerable<McpServerPrompt> All() =>
    [
        Prompt("test_simple_prompt", "Takes nothing", static () => Say(Text("This is a simple prompt for testing."))),
        Prompt("test_prompt_with_arguments", "Takes two arguments", static (string arg1, string arg2) => Say(Text($"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"))),
        Prompt("test_prompt_with_embedded_resource", "Brings a resource", static (string resourceUri) => Say(
            ContentTools.Resource(resourceUri, "text/plain", "Embedded resource content for testing."), Text("Please process the embedded resource above."))),
        Prompt("test_prompt_with_image", "Brings a picture", static () => Say(ContentTools.Picture(), Text("Please analyze the image above."))),
        Prompt("test_input_required_result_prompt", "Asks before it answers", static (RequestContext<GetPromptRequestParams> request) =>
            request.Params?.InputResponses?.TryGetValue("user_context", out var answer) == true && InputTools.TextIn(answer, "context") is { } context
                ? Say(Text($"In this context: {context}"))
                : throw InputTools.Ask("user_context", Questions.Field("In which context?", "context", "string"))),
    ];

    private static McpServerPrompt Prompt(string name, string description, Delegate method) =>
        McpServerPrompt.Create(method, new McpServerPromptCreateOptions { Name = name, Description = description });

    private static TextContentBlock Text(string text) => new() { Text = text };

    private static GetPromptResult Say(params ContentBlock[] blocks) => new()
    {
        Messages = [.. blocks.Select(static block => new PromptMessage { Role = Role.User, Content = block })],
    };
}
