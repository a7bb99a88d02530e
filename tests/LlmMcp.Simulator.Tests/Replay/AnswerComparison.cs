using System.Text.Json;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>Compares whole answers. Streams are compared as the sequence of different shapes, however often each repeats.</summary>
internal static class AnswerComparison
{
    private const string LeftOut = "...";

    public static IReadOnlyList<string> Differences(string file, string expected, string actual)
    {
        if (expected.Length == 0 || actual.Length == 0)
        {
            return expected.Length == actual.Length ? [] : [$"expected {expected.Length} characters, got: {actual}"];
        }

        if (file.EndsWith(".ndjson", StringComparison.Ordinal) || file.EndsWith(".sse.txt", StringComparison.Ordinal))
        {
            return StreamDifferences(Messages(expected), Messages(actual));
        }

        return file.EndsWith(".json", StringComparison.Ordinal)
            ? [.. ShapeComparison.Differences(Parse(expected), Parse(actual))]
            : expected == actual ? [] : [$"expected: {expected}\ngot: {actual}"];
    }

    private static IReadOnlyList<string> StreamDifferences(List<Message> expected, List<Message> actual)
    {
        var differences = new List<string>();
        for (var index = 0; index < Math.Max(expected.Count, actual.Count); index++)
        {
            if (index >= expected.Count || index >= actual.Count)
            {
                differences.Add(index >= expected.Count ? $"one too many: {actual[index]}" : $"missing: {expected[index]}");
                continue;
            }

            differences.AddRange(expected[index].Differences(actual[index]).Select(difference => $"part {index}: {difference}"));
        }

        return differences;
    }

    /// <summary>Lines or events; neighbours of one shape count once.</summary>
    private static List<Message> Messages(string text)
    {
        var messages = new List<Message>();
        var eventName = "";
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line != LeftOut))
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                eventName = line;
                continue;
            }

            var data = line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line;
            var message = new Message(eventName, data.StartsWith('[') ? data : "", data.StartsWith('[') ? default : Parse(data));
            if (messages.Count == 0 || messages[^1].Differences(message).Any())
            {
                messages.Add(message);
            }
        }

        return messages;
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private sealed record Message(string EventName, string Marker, JsonElement Data)
    {
        public IEnumerable<string> Differences(Message other) =>
            EventName != other.EventName ? [$"expected {EventName}, got {other.EventName}"]
            : Marker != other.Marker ? [$"expected {this}, got {other}"]
            : Marker.Length > 0 ? []
            : ShapeComparison.Differences(Data, other.Data);

        public override string ToString() => $"{EventName} {Marker} {(Marker.Length > 0 ? "" : Data)}";
    }
}
