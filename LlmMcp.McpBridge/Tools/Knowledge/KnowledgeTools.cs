using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Knowledge;

/// <summary>Puts a text into the knowledge base.</summary>
internal sealed class LearnTool(CoreHttp core) : HubTool<LearnArguments, IngestReport>(new ToolFacts(
    "llm_learn", "Put a text into the knowledge base",
    "Add a text worth knowing later, such as a lesson learnt or a fact found, to the owner's knowledge base (LightRAG). At least 100 bytes.")
    {
        OpenWorld = true,
    })
{
    protected override async Task<ToolAnswer<IngestReport>> CallAsync(LearnArguments arguments, ToolCall call, CancellationToken cancellationToken) =>
        new(await IngestReport.IngestAsync(core, new JsonObject
        {
            ["text"] = arguments.Text,
            ["target"] = KnowledgeTargets.LightRag,
            ["metadata"] = new JsonObject
            {
                ["source_type"] = "agent-learning",
                ["topic"] = arguments.Topic,
                ["domain"] = arguments.Domain ?? "General",
            },
        }, cancellationToken));
}

/// <summary>The arguments of <c>llm_learn</c>.</summary>
internal sealed record LearnArguments
{
    [Description("The text, at least 100 bytes.")]
    [MaxLength(1_000_000)]
    public required string Text { get; init; }

    [Description("What it is about, in a few words.")]
    [StringLength(200)]
    public required string Topic { get; init; }

    [Description("The field it belongs to; General by default.")]
    [StringLength(200)]
    public string? Domain { get; init; }
}

/// <summary>Remembers something about a user.</summary>
internal sealed class RememberTool(CoreHttp core) : HubTool<RememberArguments, IngestReport>(new ToolFacts(
    "llm_remember", "Remember something",
    "Remember something about a user, such as a wish or a habit, in the owner's memory store (mem0). At least 10 bytes.")
    {
        OpenWorld = true,
    })
{
    protected override async Task<ToolAnswer<IngestReport>> CallAsync(RememberArguments arguments, ToolCall call, CancellationToken cancellationToken) =>
        new(await IngestReport.IngestAsync(core, new JsonObject
        {
            ["text"] = arguments.Text,
            ["target"] = KnowledgeTargets.Mem0,
            ["user_id"] = arguments.UserId ?? "default",
        }, cancellationToken));
}

/// <summary>The arguments of <c>llm_remember</c>.</summary>
internal sealed record RememberArguments
{
    [Description("What to remember, at least 10 bytes.")]
    [MaxLength(100_000)]
    public required string Text { get; init; }

    [Description("Whose memory it is; default by default.")]
    [StringLength(200)]
    public string? UserId { get; init; }
}

/// <summary>What a knowledge base answered.</summary>
internal sealed record IngestReport
{
    [Description("Always stored.")]
    public required string Status { get; init; }

    [Description("lightrag or mem0.")]
    public required string Target { get; init; }

    [Description("Its own answer, where that fits.")]
    public System.Text.Json.JsonElement? Answer { get; init; }

    // A knowledge base reads what it is given before it answers.
    private static readonly TimeSpan ExtraTime = TimeSpan.FromSeconds(30);

    public static async Task<IngestReport> IngestAsync(CoreHttp core, JsonObject body, CancellationToken cancellationToken)
    {
        var target = (string)body["target"]!;
        try
        {
            var answer = await core.PostAsync(CorePaths.IngestKnowledge, body, cancellationToken, ExtraTime);
            return new IngestReport
            {
                Status = "stored",
                Target = target,
                Answer = answer.GetRawText().Length <= ToolBounds.Answer ? answer : null,
            };
        }
        catch (CoreCallException call) when (call.Failure is { Kind: CoreFailureKind.NotCore, Status: >= 300 and var status })
        {
            // Core passes on what the knowledge base answers, which has a form of its own.
            throw new ToolRefusedException($"{target}_refused", $"{target} refused the text with HTTP {status}.", $"Tell the user to check the address and the key of {target} at the hub.");
        }
    }
}

/// <summary>The knowledge bases Core can feed.</summary>
internal static class KnowledgeTargets
{
    public const string LightRag = "lightrag";
    public const string Mem0 = "mem0";
}
