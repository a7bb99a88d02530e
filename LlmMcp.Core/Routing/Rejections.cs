namespace LlmMcp.Core.Routing;

/// <summary>A place, or a model wherever it is, that was not chosen.</summary>
/// <param name="DeviceId">The device; null for the model wherever it is.</param>
/// <param name="Model">The model; null for the device as a whole.</param>
/// <param name="Reason">A word, such as <c>offline</c>.</param>
/// <param name="Detail">The numbers behind the word; null when it says all.</param>
internal sealed record Rejection(string? DeviceId, string? Model, string Reason, string? Detail = null);

/// <summary>What was not chosen and why: a few examples, and how many of each reason.</summary>
internal sealed class Rejections
{
    /// <summary>Examples kept.</summary>
    public const int MostExamples = 20;

    private readonly List<Rejection> examples = [];
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>At most <see cref="MostExamples"/>.</summary>
    public IReadOnlyList<Rejection> Examples => examples;

    /// <summary>Places by reason.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>One more example is still kept.</summary>
    public bool WantsExamples => examples.Count < MostExamples;

    /// <summary>Counts places, and keeps the example while there is room.</summary>
    public void Add(Rejection rejection, int places = 1)
    {
        AddExample(rejection);
        Count(rejection.Reason, places);
    }

    /// <summary>Keeps an example of places that are counted by <see cref="Count"/>.</summary>
    public void AddExample(Rejection rejection)
    {
        if (WantsExamples)
        {
            examples.Add(rejection);
        }
    }

    /// <summary>Counts places.</summary>
    public void Count(string reason, int places)
    {
        if (places > 0)
        {
            counts[reason] = counts.GetValueOrDefault(reason) + places;
        }
    }
}
