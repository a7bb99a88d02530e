using System.Text.Json;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>The settings as they were read.</summary>
/// <param name="Entries">By device id, or <c>*</c>; null when nothing could be read, and what was read before stays in use.</param>
/// <param name="Mistakes">What could not be understood, one sentence each.</param>
internal sealed record LimitDocument(IReadOnlyDictionary<string, DeviceLimits>? Entries, IReadOnlyList<string> Mistakes)
{
    private const int MostEntries = 10_000;
    private const int MostMistakes = 100;
    private const int LongestId = 300;

    private static readonly JsonDocumentOptions Forgiving = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Nothing is configured.</summary>
    public static LimitDocument Empty { get; } = new(new Dictionary<string, DeviceLimits>(), []);

    /// <summary>The settings could not be read at all.</summary>
    public static LimitDocument Unreadable(string why) => new(null, [why]);

    /// <summary>Reads the JSON: an object whose keys are device ids.</summary>
    /// <param name="json">The text.</param>
    /// <param name="setting">Its name, for the mistakes.</param>
    public static LimitDocument Parse(string json, string setting)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Forgiving);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, setting)
                : Unreadable($"{setting} must be an object such as {{\"*\":{{\"ram_gb\":16}}}}; nothing of it was applied.");
        }
        catch (JsonException exception)
        {
            return Unreadable($"{setting} is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}); nothing of it was applied.");
        }
    }

    private static LimitDocument Read(JsonElement root, string setting)
    {
        var entries = new Dictionary<string, DeviceLimits>();
        var mistakes = new List<string>();
        foreach (var entry in root.EnumerateObject())
        {
            if (string.IsNullOrWhiteSpace(entry.Name) || entry.Name.Length > LongestId || entry.Name.Any(char.IsControl))
            {
                Tell($"{setting}: a key is not the id of a device.");
            }
            else if (entries.Count == MostEntries)
            {
                Tell($"{setting} has more than {MostEntries} entries; the rest is left out.");
                break;
            }
            else
            {
                entries[entry.Name] = LimitSpec.Read(entry.Value, (field, what) => Tell($"{setting}: {Path(entry.Name, field)} {what}."));
            }
        }

        return new LimitDocument(entries, mistakes);

        void Tell(string mistake)
        {
            if (mistakes.Count < MostMistakes)
            {
                mistakes.Add(mistake);
            }
        }
    }

    private static string Path(string id, string field) => field.Length == 0 ? $"\"{id}\"" : $"\"{id}\".{(field.Length > 50 ? field[..50] : field)}";
}
