using System.Text.Json;

namespace LlmMcp.Core.Incidents;

/// <summary>What a watcher has to know before its next look.</summary>
/// <param name="Held">Whether the one that asks may record and send.</param>
/// <param name="Version">What the next record has to name.</param>
/// <param name="Memory">What the last record left.</param>
/// <param name="Incidents">Those that are open or not yet told to their end; at most <see cref="IncidentLimits.Unsettled"/>.</param>
/// <param name="Notes">By name.</param>
internal sealed record WatchView(
    bool Held, long Version, JsonElement Memory, IReadOnlyList<IncidentRow> Incidents, IReadOnlyDictionary<string, JsonElement> Notes);

/// <summary>Who watches.</summary>
internal sealed record LeaseView(bool Held, long Version);

/// <summary>The record is stored.</summary>
internal sealed record RecordView(long Version);

/// <summary>A message to be sent now.</summary>
internal sealed record ClaimedMessage(
    Guid Id, string Channel, string Text, int Revision, string? ExternalId, bool Unsure, int Attempts, DateTimeOffset CreatedAt);

/// <summary>Messages to be sent now, the oldest first.</summary>
internal sealed record ClaimedMessages(IReadOnlyList<ClaimedMessage> Messages);

/// <summary>How a message stands, without its text.</summary>
internal sealed record MessageView(
    Guid Id, string Channel, string State, int Revision, string? ExternalId, bool Unsure, int Attempts, string? Error, DateTimeOffset CreatedAt);

/// <summary>The latest messages first.</summary>
internal sealed record MessageList(IReadOnlyList<MessageView> Items);

/// <summary>A job that failed as often as it may, or as it was asked for.</summary>
internal sealed record FailureView(Guid Id, string Kind, int Attempts, int MaxAttempts, string Error, DateTimeOffset FinishedAt);

/// <summary>Failed jobs, in the order in which they failed.</summary>
internal sealed record FailureList(IReadOnlyList<FailureView> Items);
