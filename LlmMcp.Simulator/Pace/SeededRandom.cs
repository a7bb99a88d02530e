using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LlmMcp.Simulator.Pace;

/// <summary>
/// A small generator (SplitMix64) whose numbers are the same on every machine and version; answers, vectors and
/// faults that must repeat for a seed are drawn from it. Not for concurrent use.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A generator for these words, in this order.</summary>
    public static SeededRandom Of(params ReadOnlySpan<string> words) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', words!)))));

    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>0 up to but not including <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)(NextBits() % (ulong)limit);

    /// <summary>0 up to but not including 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }
}
