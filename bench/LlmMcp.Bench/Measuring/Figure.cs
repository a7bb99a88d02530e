namespace LlmMcp.Bench.Measuring;

/// <summary>Something that is measured, the same in every repetition.</summary>
/// <param name="Name">In words, as in the table of results.</param>
/// <param name="Unit">Such as <c>jobs/s</c> or <c>ms</c>.</param>
/// <param name="Goal">What it must reach; null for figures that only explain others.</param>
/// <param name="Peers">What others reach, from their own publications or measured on such a machine; empty when nobody tells.</param>
internal sealed record Figure(string Name, string Unit, Goal? Goal = null, string Peers = "");

/// <summary>A bound, in the figure's unit.</summary>
internal sealed record Goal(double Bound, bool AtLeast)
{
    public static Goal Least(double bound) => new(bound, AtLeast: true);

    public static Goal Most(double bound) => new(bound, AtLeast: false);

    public bool IsMetBy(double value) => AtLeast ? value >= Bound : value <= Bound;
}
