using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Fleet;

/// <summary>Lists measurements.</summary>
internal sealed class BenchmarksTool(CoreHttp core) : HubTool<BenchmarksArguments, BenchmarksReport>(new ToolFacts(
    "llm_benchmarks", "How fast are models?",
    "List measured speeds of models on machines, the newest first: tokens per second, milliseconds without the load of a cold model. Filter by model or device.")
    {
        ReadOnly = true,
    })
{
    private const int Usual = 20;

    protected override async Task<ToolAnswer<BenchmarksReport>> CallAsync(BenchmarksArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var list = await core.GetAsync(
            CorePaths.With(CorePaths.Benchmarks, ("limit", $"{arguments.Limit ?? Usual}"), ("model", arguments.Model), ("device_id", arguments.Device)), cancellationToken);
        return new ToolAnswer<BenchmarksReport>(new BenchmarksReport { Items = list.Items("items") });
    }
}

/// <summary>The arguments of <c>llm_benchmarks</c>.</summary>
internal sealed record BenchmarksArguments
{
    [StringLength(290)]
    public string? Model { get; init; }

    [Description("A device's id.")]
    [StringLength(200)]
    public string? Device { get; init; }

    [Description("How many, 1 to 100; the default is 20.")]
    [Range(1, ToolBounds.Items)]
    public int? Limit { get; init; }
}

/// <summary>Measurements.</summary>
internal sealed record BenchmarksReport
{
    [Description("device_id, model_id, task_type, tps (tokens per second), latency_ms, tokens_in, tokens_out, created_at, ok of each.")]
    public required IReadOnlyList<JsonElement> Items { get; init; }
}
