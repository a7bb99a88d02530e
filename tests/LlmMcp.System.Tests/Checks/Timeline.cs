namespace LlmMcp.SystemTests.Checks;

/// <summary>A value that changes at known moments.</summary>
internal sealed class Timeline<T>(T beforeAll)
{
    private readonly List<(DateTimeOffset At, T Value)> changes = [];

    /// <summary>The newest value.</summary>
    public T Last => changes.Count == 0 ? beforeAll : changes[^1].Value;

    /// <summary>Every change, oldest first.</summary>
    public IReadOnlyList<(DateTimeOffset At, T Value)> Changes => changes;

    /// <summary>Changes come in the order of time.</summary>
    public void Add(DateTimeOffset at, T value) => changes.Add((at, value));

    /// <summary>What it was at one moment.</summary>
    public T At(DateTimeOffset moment) => Throughout(moment, moment).First();

    /// <summary>Everything it was between two moments, both included.</summary>
    public IEnumerable<T> Throughout(DateTimeOffset from, DateTimeOffset until)
    {
        var first = FirstAfter(from);
        yield return first == 0 ? beforeAll : changes[first - 1].Value;
        for (var i = first; i < changes.Count && changes[i].At <= until; i++)
        {
            yield return changes[i].Value;
        }
    }

    private int FirstAfter(DateTimeOffset moment)
    {
        var (low, high) = (0, changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = changes[middle].At <= moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>Timelines by key.</summary>
internal sealed class Timelines<TKey, T>(T beforeAll)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Timeline<T>> lines = [];

    public IEnumerable<TKey> Keys => lines.Keys;

    public Timeline<T> this[TKey key] => lines.TryGetValue(key, out var line) ? line : lines[key] = new Timeline<T>(beforeAll);
}
