using System.Collections.Immutable;
using System.Text.Json;
using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Incidents;

namespace LlmMcp.Telemetry.Store;

/// <summary>What is known of a watch.</summary>
/// <param name="Version">What the next record has to name.</param>
/// <param name="Book">Incidents and what is remembered beside them.</param>
/// <param name="MuteUntil">Until when nothing is to be told; null when nobody asked for that.</param>
internal sealed record Watch(long Version, BookState Book, DateTimeOffset? MuteUntil);

/// <summary>A message to be sent now.</summary>
internal sealed record OutboxMessage(Guid Id, string Channel, string Text, int Revision, string? ExternalId, bool Unsure);

/// <summary>How sending a message ended.</summary>
internal sealed record Finish(
    string Holder, Guid Id, string Channel, int Revision, bool Sent, string? ExternalId, bool Unsure, bool Dropped, string? Error);

/// <summary>Incidents, their outbox and small notes, behind Core's API. Every call names this process.</summary>
internal sealed class CoreIncidents(CoreApi core, WatcherName name)
{
    private const string MuteNote = "mute_until";

    /// <summary>Becomes, or stays, the one that watches.</summary>
    public async Task<bool> LeaseAsync(int seconds, CancellationToken cancellationToken) =>
        (await core.PostAsync<LeaseAnswer>("/v1/incidents/watch/lease", new { Holder = name.Value, Seconds = seconds }, cancellationToken)).Held;

    public Task ReleaseAsync(CancellationToken cancellationToken) =>
        core.PostAsync<JsonElement>("/v1/incidents/watch/release", new { Holder = name.Value }, cancellationToken);

    public async Task<Watch> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await ReadAllAsync(cancellationToken);
        return new Watch(answer.Version, new BookState([.. answer.Incidents], MemoryOf(answer)), Moment(answer.Notes.GetValueOrDefault(MuteNote)));
    }

    /// <summary>Stores what a look led to, all or nothing.</summary>
    /// <exception cref="NotTheWatcherException">Another process watches, or this was stored already.</exception>
    public Task RecordAsync(long version, BookState before, BookState after, IReadOnlyList<Draft> messages, CancellationToken cancellationToken)
    {
        var known = before.Incidents.ToHashSet();
        return core.PostAsync<JsonElement>(
            "/v1/incidents/watch/record",
            new
            {
                Holder = name.Value,
                Version = version,
                Memory = JsonSerializer.SerializeToElement(after.Memory, CoreApi.Json),
                Incidents = after.Incidents.Where(incident => !known.Contains(incident)).ToList(),
                Messages = messages,
            },
            cancellationToken);
    }

    /// <summary>The oldest message to send in a channel; null when none is left.</summary>
    public async Task<OutboxMessage?> ClaimAsync(string channel, CancellationToken cancellationToken) =>
        (await core.PostAsync<ClaimAnswer>("/v1/incidents/messages/claim", new { Holder = name.Value, Channels = new[] { channel }, Limit = 1 }, cancellationToken))
            .Messages is [var oldest, ..] ? oldest : null;

    public Task FinishAsync(Finish finish, CancellationToken cancellationToken) =>
        core.PostAsync<JsonElement>("/v1/incidents/messages/finish", finish, cancellationToken);

    public async Task<string?> NoteAsync(string note, CancellationToken cancellationToken) =>
        (await ReadAllAsync(cancellationToken)).Notes.TryGetValue(note, out var value) ? value.AsText() : null;

    public Task WriteNoteAsync(string note, string? value, CancellationToken cancellationToken) =>
        core.PutAsync<JsonElement>($"/v1/incidents/notes/{note}", new { Holder = name.Value, Value = value }, cancellationToken);

    public Task MuteAsync(DateTimeOffset? until, CancellationToken cancellationToken) =>
        WriteNoteAsync(MuteNote, until?.ToString("O"), cancellationToken);

    private Task<WatchAnswer> ReadAllAsync(CancellationToken cancellationToken) =>
        core.GetAsync<WatchAnswer>($"/v1/incidents/watch?holder={Uri.EscapeDataString(name.Value)}", cancellationToken);

    private static DateTimeOffset? Moment(JsonElement note) => DateTimeOffset.TryParse(note.AsText(), out var moment) ? moment : null;

    private static WatchMemory MemoryOf(WatchAnswer answer)
    {
        try
        {
            return answer.Memory.Deserialize<WatchMemory>(CoreApi.Json) ?? new WatchMemory();
        }
        catch (JsonException)
        {
            // Another version wrote it. What is open is in the incidents; only damping starts anew.
            return new WatchMemory { Started = true };
        }
    }

    private sealed record LeaseAnswer(bool Held);

    private sealed record WatchAnswer(
        bool Held, long Version, JsonElement Memory, IReadOnlyList<Incident> Incidents, IReadOnlyDictionary<string, JsonElement> Notes);

    private sealed record ClaimAnswer(IReadOnlyList<OutboxMessage> Messages);
}
