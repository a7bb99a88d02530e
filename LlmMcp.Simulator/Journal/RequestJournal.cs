using System.Text.Json;

namespace LlmMcp.Simulator.Journal;

/// <summary>The model requests of one node in order of arrival, the oldest forgotten first.</summary>
internal sealed class RequestJournal(int capacity)
{
    private readonly Lock gate = new();
    private readonly Queue<OpenEntry> entries = [];

    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (gate)
            {
                return [.. entries.Select(static entry => entry.Now)];
            }
        }
    }

    /// <summary>Notes an arrival; null when the node keeps no journal.</summary>
    public OpenEntry? Begin(string path)
    {
        if (capacity == 0)
        {
            return null;
        }

        var entry = new OpenEntry(path);
        lock (gate)
        {
            if (entries.Count == capacity)
            {
                entries.Dequeue();
            }

            entries.Enqueue(entry);
        }

        return entry;
    }
}

/// <summary>An entry that is still being written.</summary>
internal sealed class OpenEntry(string path)
{
    private const int TextLength = 100;

    /// <summary>The entry so far.</summary>
    public JournalEntry Now { get; private set; } = new(path, "", "", TimeProvider.System.GetUtcNow(), null, null);

    /// <summary>Notes what is asked.</summary>
    public void Read(JsonElement body)
    {
        var text = Text(body, "prompt") ?? Last(body, "messages") ?? First(body, "input") ?? "";
        Now = Now with { Model = Text(body, "model") ?? Text(body, "name") ?? "", Text = text.Length <= TextLength ? text : text[..TextLength] };
    }

    /// <summary>Notes the end.</summary>
    public void Close(RequestEnd end) => Now = Now with { EndedAt = TimeProvider.System.GetUtcNow(), End = end };

    private static string? Text(JsonElement body, string field) =>
        body.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string? Last(JsonElement body, string field) =>
        body.TryGetProperty(field, out var list) && list.ValueKind is JsonValueKind.Array && list.GetArrayLength() is > 0 and var length
        && list[length - 1].ValueKind is JsonValueKind.Object
            ? Text(list[length - 1], "content")
            : null;

    private static string? First(JsonElement body, string field) =>
        Text(body, field)
        ?? (body.TryGetProperty(field, out var list) && list.ValueKind is JsonValueKind.Array && list.GetArrayLength() > 0 && list[0].ValueKind is JsonValueKind.String
            ? list[0].GetString()
            : null);
}
