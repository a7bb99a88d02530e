using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Rules;

namespace LlmMcp.Telemetry.Tests.Rig;

/// <summary>Feeds looks to the pure part and keeps what it tells: <c>+</c> before a new message's lines, <c>~</c> before an edited one's.</summary>
internal sealed class Teller
{
    private int ids;

    public BookState State { get; set; } = BookState.Empty;

    public Hush Hush { get; set; }

    public AlertSettings Settings { get; init; } = new();

    public List<Telling> Tellings { get; } = [];

    /// <summary>What a look leads to; messages by semicolons, lines by bars.</summary>
    public string See(Look look)
    {
        var composition = Composer.Compose(IncidentBook.Step(State, look, AllRules.List, Settings, NewId), look.At, Hush, NewId);
        // As the store does: what is settled is not handed out again.
        State = composition.State with { Incidents = composition.State.Incidents.RemoveAll(static incident => incident is { State: Incident.Closed, Told: Incident.Ending }) };
        Tellings.AddRange(composition.Tellings);
        return string.Join("; ", composition.Tellings.Select(static telling =>
            (telling.Event == Telling.Alert ? "+" : "~") + string.Join(" | ", telling.Bulletin.Lines.Select(static line => line.Text))));
    }

    public string See(Dashboard board, double seconds, params Failure[] failures) => See(board.At(seconds, failures));

    private Guid NewId() => new(++ids, 0, 0, new byte[8]);
}
