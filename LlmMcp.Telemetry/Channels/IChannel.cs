using LlmMcp.Telemetry.Incidents;

namespace LlmMcp.Telemetry.Channels;

/// <summary>A way to tell somebody.</summary>
internal interface IChannel
{
    /// <summary>Stored with messages; never changes.</summary>
    string Name { get; }

    /// <summary>What to send because of a telling; null when that means nothing here.</summary>
    Draft? Draft(Telling telling, Func<Guid> newId);

    /// <summary>Sends a text, or makes an earlier message say it.</summary>
    /// <param name="text">As <see cref="Draft"/> made it.</param>
    /// <param name="externalId">Of the earlier message; null to send a new one.</param>
    /// <param name="quietly">It may have arrived already, so it must not make a noise again.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Delivery> DeliverAsync(string text, string? externalId, bool quietly, CancellationToken cancellationToken);
}

/// <summary>A message to be sent, as the outbox takes it.</summary>
/// <param name="Id">Same id, same message: its text is edited.</param>
/// <param name="Channel">Where to.</param>
/// <param name="Text">What it shall say.</param>
/// <param name="ExternalId">When it was sent already.</param>
/// <param name="Unsure">When it may have been.</param>
internal sealed record Draft(Guid Id, string Channel, string Text, string? ExternalId = null, bool Unsure = false);

/// <summary>How an attempt ended.</summary>
internal abstract record Delivery
{
    /// <summary>The message says the text.</summary>
    public sealed record Sent(string? ExternalId) : Delivery;

    /// <summary>Not now. <paramref name="Unsure"/>: it may have arrived all the same.</summary>
    public sealed record Failed(string Reason, TimeSpan? RetryAfter = null, bool Unsure = false) : Delivery;

    /// <summary>Not ever.</summary>
    public sealed record Refused(string Reason) : Delivery;
}
