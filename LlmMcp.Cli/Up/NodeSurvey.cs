using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Up;

/// <summary>Asks Core which nodes it has found. Right after the start it is still looking, so a few moments are granted.</summary>
internal static class NodeSurvey
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The nodes, once at least <paramref name="expected"/> of them (and one in any case) are online or patience has ended.</summary>
    public static async Task<IReadOnlyList<UpNode>> AskAsync(CoreClient core, int expected, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var nodes = await ListAsync(core, cancellationToken);
            if (nodes.Count(node => node.Online) >= Math.Max(1, expected) || time.GetElapsedTime(started) > Patience)
            {
                return nodes;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<UpNode>> ListAsync(CoreClient core, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await core.GetAsync(JobPaths.Devices, cancellationToken);
            return [.. Devices.Nodes(answer).Select(device => new UpNode(
                device.Text("name") ?? device.Text("id") ?? "?",
                device.Text("base_url"),
                Devices.IsOnline(device),
                device.Items("models").Count,
                device.Flag("simulated")))];
        }
        catch (CommandFailedException)
        {
            // The status is information beside the point: Core runs, and its own log says what ails it.
            return [];
        }
    }
}
