using System.Text.Json;
using LlmMcp.McpBridge.Server;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Prompts;

/// <summary>The prompts, as a capability of the server.</summary>
internal sealed class PromptsPart(HubPrompts prompts) : IServerPart
{
    public void AddTo(McpServerOptions options)
    {
        var all = prompts.ToCollection();
        options.PromptCollection = all;
        options.Filters.Request.GetPromptFilters.Add(next => (request, cancellationToken) =>
        {
            if (request.Params is { Name: { } name } asked && all.TryGetPrimitive(name, out var prompt) && Missing(prompt.ProtocolPrompt, asked) is { Length: > 0 } mistakes)
            {
                throw new McpProtocolException(mistakes, McpErrorCode.InvalidParams);
            }

            return next(request, cancellationToken);
        });
    }

    /// <summary>What the prompt cannot do without; the library would take it for a defect.</summary>
    private static string Missing(Prompt prompt, GetPromptRequestParams asked) => string.Join(' ', (prompt.Arguments ?? [])
        .Where(argument => argument.Required == true
            && (asked.Arguments is null || !asked.Arguments.TryGetValue(argument.Name, out var given) || given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined))
        .Select(static argument => $"{argument.Name} is missing: {argument.Description}"));
}

/// <summary>Adds the prompts.</summary>
internal static class PromptsSlice
{
    public static IServiceCollection AddPrompts(this IServiceCollection services) => services
        .AddSingleton<HubPrompts>()
        .AddSingleton<IServerPart, PromptsPart>();
}
