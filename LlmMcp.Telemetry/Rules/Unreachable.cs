using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>Core, or the database behind it, cannot be reached. The only rules that see anything then.</summary>
internal sealed class Unreachable(Reach reach) : IRule
{
    public static readonly Unreachable Core = new(Reach.NoCore);
    public static readonly Unreachable Database = new(Reach.NoDatabase);

    public string Name => reach == Reach.NoCore ? "core_unreachable" : "database_unreachable";

    public Family Family => Family.Core;

    public Severity Severity => Severity.Critical;

    // Longer than a restart takes.
    public TimeSpan OpenAfter => TimeSpan.FromSeconds(60);

    public Reach Reach => reach;

    public IEnumerable<Finding> See(Look look, AlertSettings settings)
    {
        if (look.Reach == reach)
        {
            yield return new Finding("", Thing, reach == Reach.NoCore ? $"CORE UNREACHABLE: {look.Reason}" : $"DATABASE UNREACHABLE: {look.Reason}");
        }
        else if (look.Reach != Reach.Whole && reach == Reach.NoDatabase)
        {
            // Without Core nobody knows of its database.
            yield return Finding.Unclear("");
        }
    }

    public string? Over(string key, string subject, TimeSpan lasted, Look look) => $"{Thing} answers again (after {Ages.Of(lasted)})";

    private string Thing => reach == Reach.NoCore ? "Core" : "Database";
}
