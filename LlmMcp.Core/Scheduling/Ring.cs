namespace LlmMcp.Core.Scheduling;

/// <summary>Named values in ordinal order, walked round and round. Filled first, walked afterwards. Not thread-safe.</summary>
internal sealed class Ring<TValue>
{
    private readonly Dictionary<string, TValue> byName = [];
    private List<(string Name, TValue Value)> order = [];
    private int current = -1;

    public bool IsEmpty => order.Count == 0;

    public IEnumerable<(string Name, TValue Value)> Items => order;

    /// <summary>The value of a name, made when it is new.</summary>
    public TValue GetOrAdd(string name, Func<TValue> make)
    {
        if (!byName.TryGetValue(name, out var value))
        {
            byName.Add(name, value = make());
        }

        return value;
    }

    /// <summary>Ends the filling; the walk begins behind <paramref name="name"/>, whether or not it is in the ring.</summary>
    public void StartAfter(string name)
    {
        order = [.. byName.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value))];
        var next = order.FindIndex(item => string.CompareOrdinal(item.Name, name) > 0);
        current = next < 0 ? -1 : next - 1;
    }

    /// <summary>Steps on and answers what is there.</summary>
    public (string Name, TValue Value) Next()
    {
        current = (current + 1) % order.Count;
        return order[current];
    }

    /// <summary>Takes out what <see cref="Next"/> answered last; the walk goes on with its successor.</summary>
    public void RemoveCurrent()
    {
        order.RemoveAt(current);
        current--;
    }
}
