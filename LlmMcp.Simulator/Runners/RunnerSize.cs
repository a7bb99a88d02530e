using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;

namespace LlmMcp.Simulator.Runners;

/// <summary>How large the runner for a request becomes.</summary>
/// <param name="ContextLength">Tokens of context.</param>
/// <param name="Slots">Requests it works on at once.</param>
/// <param name="Bytes">Memory it takes.</param>
internal readonly record struct RunnerSize(int ContextLength, int Slots, long Bytes)
{
    private const int MaxContext = 1 << 20;

    public static RunnerSize Of(RunnerRequest request, SimulatedNodeOptions options)
    {
        var spec = request.Model.Spec;
        var context = ContextOf(request, options);
        var slots = spec.Capabilities.HasFlag(ModelCapabilities.Embedding) ? 1 : options.NumParallel;
        return new RunnerSize(context, slots, RunnerMemory.Needed(spec, context, slots));
    }

    /// <summary>What the request asks for, or the node's own, as far as the model has it.</summary>
    public static int ContextOf(RunnerRequest request, SimulatedNodeOptions options) =>
        Math.Min(Math.Clamp(request.ContextLength ?? options.ContextLength, 4, MaxContext), request.Model.Spec.ContextLength);
}
