using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Up;

/// <summary>Asks Core which nodes it has found, as soon as it has looked at them for the first time.</summary>
internal static class NodeSurvey
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The nodes, once Core has looked at all of them or patience has ended.</summary>
    public static async Task<IReadOnlyList<UpNode>> AskAsync(CoreClient core, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var (looked, nodes) = await ListAsync(core, cancellationToken);
            if (looked || time.GetElapsedTime(started) > Patience)
            {
                return nodes;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task<(bool Looked, IReadOnlyList<UpNode> Nodes)> ListAsync(CoreClient core, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await core.GetAsync(CorePaths.Devices, cancellationToken);
            return (answer.Text("looked_at") is not null, [.. Devices.Nodes(answer).Select(device => new UpNode(
                device.Text("name") ?? device.Text("id") ?? "?",
                device.Text("base_url"),
                Devices.IsOnline(device),
                device.Items("models").Count,
                device.Flag("simulated")))]);
        }
        catch (CommandFailedException)
        {
            // The status is information beside the point: Core runs, and its own log says what ails it.
            return (false, []);
        }
    }
}
