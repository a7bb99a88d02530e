using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>Jobs wait, and none runs. Jobs that wait for their next try are not stuck.</summary>
internal sealed class QueueStuck : IRule
{
    public string Name => "queue_stuck";

    public Family Family => Family.Queue;

    public Severity Severity => Severity.Critical;

    // Between a submit and its claim the queue looks stuck for a moment.
    public TimeSpan OpenAfter => TimeSpan.FromSeconds(30);

    public IEnumerable<Finding> See(Look look, AlertSettings settings)
    {
        var board = look.Dashboard;
        return board.Queued - board.Queue.WaitingAgain <= 0 || board.Running > 0
            ? []
            : [new Finding("", "queue", $"Queue stuck: {board.Queued} queued, 0 running{(board.WorkersOnline == 0 ? ", no worker online" : "")}")];
    }

    public string? Over(string key, string subject, TimeSpan lasted, Look look) => look.Dashboard.Queued == 0
        ? $"Queue is empty again (after {Ages.Of(lasted)})"
        : $"Queue moves again: {look.Dashboard.Queued} queued, {look.Dashboard.Running} running (after {Ages.Of(lasted)})";
}
