using System.Text.Json;

namespace LlmMcp.Core.Incidents;

/// <summary>Asks to watch, or to go on watching; or gives the watch back.</summary>
/// <param name="Holder">A process, new with each start.</param>
/// <param name="Seconds">For how long, 5 to 600; nothing where the watch is given back.</param>
internal sealed record LeaseRequest(string? Holder, int? Seconds);

/// <summary>What one look led to; all of it is stored or nothing.</summary>
internal sealed record RecordRequest(
    string? Holder, long Version, JsonElement Memory, IReadOnlyList<IncidentRow>? Incidents, IReadOnlyList<MessageDraft>? Messages);

/// <summary>What a message shall say.</summary>
/// <param name="Id">New, or that of a message whose text changes.</param>
/// <param name="Channel">Where to.</param>
/// <param name="Text">For people, or a document for a machine.</param>
/// <param name="ExternalId">Set when it was sent already, while Core could not be reached.</param>
/// <param name="Unsure">It may have been sent then.</param>
internal sealed record MessageDraft(Guid Id, string? Channel, string? Text, string? ExternalId, bool Unsure);

/// <summary>Asks for messages to send.</summary>
internal sealed record ClaimMessagesRequest(string? Holder, IReadOnlyList<string>? Channels, int? Limit);

/// <summary>How sending ended.</summary>
/// <param name="Holder">Who sent.</param>
/// <param name="Id">Of the message.</param>
/// <param name="Channel">Where to.</param>
/// <param name="Revision">Of the text that was sent.</param>
/// <param name="Sent">Whether the message says that text now.</param>
/// <param name="ExternalId">The channel's id of the message; null when it has none.</param>
/// <param name="Unsure">Whether it may have arrived although it is not known to.</param>
/// <param name="Dropped">Whether there is no sense in trying again.</param>
/// <param name="Error">Why it was not sent.</param>
internal sealed record FinishMessageRequest(
    string? Holder, Guid Id, string? Channel, int Revision, bool Sent, string? ExternalId, bool Unsure, bool Dropped, string? Error);

/// <summary>Something small to remember.</summary>
internal sealed record NoteRequest(string? Holder, JsonElement Value);
