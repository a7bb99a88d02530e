using System.Text;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Generation;

/// <summary>
/// Readable sentences about a prompt that claim nothing: they restate the question, speak of its words, and end by
/// saying what they are.
/// </summary>
internal static class Prose
{
    private const int LongestExcerpt = 100;
    private const string First = "<1>";
    private const string Second = "<2>";

    private static readonly string[] Openings =
    [
        "You wrote: \"<1>\".",
        "Your message reads: \"<1>\".",
        "The question here is: \"<1>\".",
    ];

    private static readonly string[] AboutTwo =
    [
        "A full answer would first say what <1> means here and how it belongs to <2>.",
        "It would then put <1> beside <2> and name what they share.",
        "Most of the weight of the question lies on <1>, a little less on <2>.",
        "One example with <1> and one without <2> would make it easier to follow.",
        "A careful reply would also say what is still open about <1> and <2>.",
        "Whoever asks about <1> usually wants to hear about <2> as well.",
        "The part on <1> could stay short, the part on <2> would need more room.",
    ];

    private static readonly string[] AboutOne =
    [
        "A full answer would first say what <1> means here.",
        "It would then give one example of <1>.",
        "The rest would follow from <1> step by step.",
        "A careful reply would also say what is still open about <1>.",
    ];

    public static string Answer(string model, string prompt, SeededRandom draw)
    {
        var topics = TopicWords.In(prompt);
        var text = new StringBuilder(draw.Pick(Openings).Replace(First, Excerpt(prompt), StringComparison.Ordinal));
        foreach (var sentence in draw.Shuffle(topics.Count > 1 ? AboutTwo : AboutOne).Take(2 + draw.Next(3)))
        {
            text.Append(' ').Append(About(sentence, topics, draw));
        }

        return text.Append(' ').Append(EndingOf(model)).ToString();
    }

    public static string Thought(string prompt, SeededRandom draw)
    {
        var topics = TopicWords.In(prompt);
        var about = topics.Count == 0 ? "the message" : string.Join(", ", draw.Shuffle(topics).Take(3));
        return $"The user asks about {about}. I should restate the question first, then say what an answer would hold. "
            + About("I will not claim anything about <1>.", topics, draw);
    }

    public static string AfterTool(string model, string toolName, string result, SeededRandom draw) =>
        $"{draw.Pick(["The tool", "The call to the tool"])} {toolName} returned: \"{Excerpt(result)}\". " + EndingOf(model);

    public static string Excerpt(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(40));
        if (line.Length <= LongestExcerpt)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', LongestExcerpt);
        return line[..(cut > 0 ? cut : LongestExcerpt)].TrimEnd() + " ...";
    }

    private static string About(string sentence, IReadOnlyList<string> topics, SeededRandom draw)
    {
        if (topics.Count == 0)
        {
            return Fill(sentence, "the message", "its wording");
        }

        var first = draw.Next(topics.Count);
        return Fill(sentence, topics[first], topics[(first + 1) % topics.Count]);
    }

    private static string EndingOf(string model) => $"This text was made by a simulated {model} and ends here.";

    private static string Fill(string sentence, string first, string second) =>
        sentence.Replace(Second, second, StringComparison.Ordinal).Replace(First, first, StringComparison.Ordinal);
}
