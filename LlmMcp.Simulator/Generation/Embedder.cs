using System.Text;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Generation;

/// <summary>
/// Vectors by bag of words: each word has a random direction of its own, a text is the sum of its words. So texts that
/// share words are near each other, the same text always has the same vector, and order does not count.
/// </summary>
internal static class Embedder
{
    // A raw vector is not of length one; real models differ, this is a length in their range.
    private const double RawLength = 8;

    /// <summary>The raw vector as <c>/api/embeddings</c> returns it.</summary>
    public static float[] Raw(string model, string text, int dimensions) => Scale(Sum(model, text, dimensions), RawLength);

    /// <summary>The vector of length one as <c>/api/embed</c> returns it, shortened to <paramref name="keep"/> numbers when asked.</summary>
    public static float[] Normalised(string model, string text, int dimensions, int? keep = null)
    {
        var sum = Sum(model, text, dimensions);
        return Scale(keep is > 0 and var count && count < dimensions ? sum[..count] : sum, 1);
    }

    private static double[] Sum(string model, string text, int dimensions)
    {
        var sum = new double[dimensions];
        foreach (var word in Words(text))
        {
            var draw = SeededRandom.Of("embedding", model, word);
            for (var index = 0; index < dimensions; index++)
            {
                sum[index] += draw.NextDouble() - 0.5;
            }
        }

        return sum;
    }

    private static IEnumerable<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in text.Normalize(NormalizationForm.FormKC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            words.Add(piece.Trim('.', ',', ';', ':', '!', '?', '"', '\'', '(', ')').ToLowerInvariant());
        }

        return words.DefaultIfEmpty("");
    }

    private static float[] Scale(double[] vector, double length)
    {
        var factor = length / Math.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => (float)(value * factor))];
    }
}
