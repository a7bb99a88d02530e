using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Runners;

namespace LlmMcp.Simulator.Native;

/// <summary>A request without a prompt loads its model, or with <c>keep_alive:0</c> unloads it.</summary>
internal static class LoadOnly
{
    /// <returns>The <c>done_reason</c>.</returns>
    public static async Task<string> RunAsync(SimulatedNode node, AnswerRequest request, CancellationToken cancellationToken)
    {
        await node.MeetFaultsAsync(request.Model.Name.Display, runsModel: true, cancellationToken);
        if (request.KeepAlive == TimeSpan.Zero)
        {
            node.Runners.Unload(request.Model.BlobDigest);
            return "unload";
        }

        using var lease = await node.Runners.AcquireAsync(
            new RunnerRequest(request.Model, request.Settings.ContextLength, request.KeepAlive), cancellationToken);
        return "load";
    }
}
