using System.Collections.Concurrent;

namespace LlmMcp.Core.Fleet;

/// <summary>Answers about one picture of the fleet, kept as long as the picture. Bounded; what does not fit is worked out again.</summary>
internal sealed class SnapshotMemo
{
    // Blocks come from payloads: somebody may send a new model name with every job, and an answer may name every node.
    private const int MostAnswers = 10_000;
    private const long MostWeight = 250_000;

    private readonly ConcurrentDictionary<object, object> answers = new();
    private long weight;

    /// <summary>The answer to a question, kept or made now.</summary>
    /// <typeparam name="TKey">The question's own type, so that questions of two sorts never meet.</typeparam>
    /// <typeparam name="TAnswer">The answer.</typeparam>
    /// <param name="key">The question.</param>
    /// <param name="stillRight">False when a kept answer was made under circumstances that have changed.</param>
    /// <param name="make">Works the answer out.</param>
    /// <param name="weigh">How many things the answer holds.</param>
    public TAnswer Get<TKey, TAnswer>(TKey key, Func<TAnswer, bool> stillRight, Func<TAnswer> make, Func<TAnswer, int> weigh)
        where TKey : notnull
        where TAnswer : class
    {
        if (answers.TryGetValue(key, out var kept) && stillRight((TAnswer)kept))
        {
            return (TAnswer)kept;
        }

        var made = make();
        var heavier = weigh(made) - (kept is null ? 0 : weigh((TAnswer)kept));
        if (kept is not null || answers.Count < MostAnswers)
        {
            if (Interlocked.Add(ref weight, heavier) <= MostWeight)
            {
                answers[key] = made;
            }
            else
            {
                Interlocked.Add(ref weight, -heavier);
            }
        }

        return made;
    }
}
