namespace LlmMcp.Cli.Top;

/// <summary>Lines of the screen for each part of the picture; 0 for a part that is left out.</summary>
internal sealed record TopRoom(int Issues, int Nodes, int Jobs)
{
    /// <summary>A blank line and the headings stand over the rows.</summary>
    public const int Around = 2;

    /// <summary>Issues come first but take at most a third; jobs and nodes share the rest, and what one leaves the other has.</summary>
    /// <param name="lines">What there is.</param>
    /// <param name="issues">How many there are.</param>
    /// <param name="nodes">How many there are.</param>
    /// <param name="jobs">How many there are.</param>
    public static TopRoom Of(int lines, int issues, int nodes, int jobs)
    {
        lines = Math.Max(0, lines);
        var forIssues = Usable(Math.Min(issues + Around, Math.Max(Around + 1, lines / 3)), lines, issues);
        var rest = lines - forIssues;
        var forJobs = Usable(Math.Min(jobs + Around, Math.Max(rest / 2, rest - nodes - Around)), rest, jobs);
        return new TopRoom(forIssues, Usable(nodes + Around, rest - forJobs, nodes), forJobs);
    }

    private static int Usable(int wanted, int lines, int rows) =>
        rows > 0 && Math.Min(wanted, lines) is > Around and var usable ? usable : 0;
}
