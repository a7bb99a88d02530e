namespace LlmMcp.Core.Tests.Scheduling;

/// <summary>Numbers that look random and are the same on every machine and in every version.</summary>
internal sealed class Sequence(int seed)
{
    private uint state = (uint)seed;

    /// <summary>At least <paramref name="from"/>, below <paramref name="to"/>.</summary>
    public int Next(int from, int to)
    {
        state = (state * 1664525) + 1013904223;
        return from + (int)((state >> 8) % (uint)(to - from));
    }
}
