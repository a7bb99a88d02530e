using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Server;

/// <summary>The one place where the options of every MCP server of this process are made.</summary>
internal sealed class ServerPlan
{
    private const string Instructions =
        "llm-mcp is one durable queue in front of every language model its owner can reach. Ask llm_request for an answer: say what "
        + "quality you need and let it choose the model, or name one. Long work is a job: it goes on when you leave, and its id finds it again.";

    public ServerPlan(IEnumerable<IServerPart> parts)
    {
        List<IServerPart> all = [.. parts];
        Session = Build(all);
        Request = Build(all);
        // Such a server ends with its request, whose services are its own already.
        Request.ScopeRequests = false;
    }

    /// <summary>For a server that lives through many requests: a session of an <c>initialize</c> client, or stdio.</summary>
    public McpServerOptions Session { get; }

    /// <summary>For a server that lives through one request (2026-07-28).</summary>
    public McpServerOptions Request { get; }

    private static McpServerOptions Build(List<IServerPart> parts)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation
            {
                Name = "llm-mcp",
                Title = "llm-mcp",
                Version = BridgeVersion.Text,
            },
            ServerInstructions = Instructions,
            Capabilities = new ServerCapabilities(),
        };
        parts.ForEach(part => part.AddTo(options));
        return options;
    }
}
