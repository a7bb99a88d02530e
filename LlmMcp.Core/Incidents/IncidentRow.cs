using Npgsql;

namespace LlmMcp.Core.Incidents;

/// <summary>An incident, as it is stored and as it is shown.</summary>
/// <param name="Id">Chosen by whoever saw it first.</param>
/// <param name="Identity">What it is about; open at most once at a time.</param>
/// <param name="Rule">The rule that saw it.</param>
/// <param name="Subject">Name of the device, host or job it is about.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="State"><c>open</c> or <c>closed</c>.</param>
/// <param name="Told"><c>nothing</c>, <c>opened</c>, or <c>closed</c> when there is nothing more to say.</param>
/// <param name="Text">The line people read.</param>
/// <param name="OpenedAt">By telemetry's clock.</param>
/// <param name="ClosedAt">By telemetry's clock; null while open.</param>
/// <param name="Message">The message that told its opening; null while none did.</param>
internal sealed record IncidentRow(
    Guid Id, string Identity, string Rule, string Subject, string Severity, string State, string Told, string Text,
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, Guid? Message)
{
    public static IncidentRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7),
        row.GetFieldValue<DateTimeOffset>(8), row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), row.IsDBNull(10) ? null : row.GetGuid(10));
}

/// <summary>The answer of <c>GET /v1/incidents</c>.</summary>
/// <param name="Items">The latest first.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last.</param>
internal sealed record IncidentList(IReadOnlyList<IncidentRow> Items, Guid? Next);
