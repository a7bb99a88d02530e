using System.Text.Json;

namespace LlmMcp.Telemetry.Channels;

/// <summary>Something that was written to the bot.</summary>
/// <param name="Id">Grows.</param>
/// <param name="ChatId">Where.</param>
/// <param name="ChatName">The chat's public name; empty without one.</param>
/// <param name="Text">What.</param>
/// <param name="SentAt">When; null where that is not known.</param>
internal sealed record ChatUpdate(long Id, string ChatId, string ChatName, string Text, DateTimeOffset? SentAt)
{
    /// <summary>Reads one of <c>getUpdates</c>; null when it has no id to go on from.</summary>
    public static ChatUpdate? Read(JsonElement update)
    {
        var message = update.Below("message");
        return long.TryParse(update.Below("update_id").AsText(), out var id)
            ? new ChatUpdate(
                id, message.Below("chat", "id").AsText() ?? "", message.Below("chat", "username").AsText() ?? "", message.Below("text").AsText() ?? "",
                long.TryParse(message.Below("date").AsText(), out var seconds) && seconds is > 0 and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null)
            : null;
    }

    /// <summary>Whether it was written in that chat.</summary>
    public bool IsFrom(string chat) => ChatId == chat || (chat.StartsWith('@') && string.Equals(chat[1..], ChatName, StringComparison.OrdinalIgnoreCase));
}
