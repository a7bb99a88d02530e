using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>One thing that can be wrong. Pure: what it is told, it tells from.</summary>
internal interface IRule
{
    /// <summary>Begins every identity of the rule; never changes, as it is stored.</summary>
    string Name { get; }

    /// <summary>What many of these at once have in common.</summary>
    Family Family { get; }

    /// <summary>How bad it is. The default is a warning.</summary>
    Severity Severity => Severity.Warning;

    /// <summary>How long it has to be so before it is told. The default tells it at once.</summary>
    TimeSpan OpenAfter => TimeSpan.Zero;

    /// <summary>How long it has to be over before that is told. The default tells it at once.</summary>
    TimeSpan CloseAfter => TimeSpan.Zero;

    /// <summary>Whether it happens once instead of being so for a while. The default is the latter.</summary>
    bool IsEvent => false;

    /// <summary>What is wrong, as far as this rule is concerned.</summary>
    IEnumerable<Finding> See(Look look, AlertSettings settings);

    /// <summary>The line that tells the end; null when there is nobody left to tell about.</summary>
    /// <param name="key">Of the finding that is gone.</param>
    /// <param name="subject">The name people know it by.</param>
    /// <param name="lasted">For how long it was so.</param>
    /// <param name="look">In which it is gone.</param>
    string? Over(string key, string subject, TimeSpan lasted, Look look);
}

/// <summary>What incidents have in common when many come at once.</summary>
internal enum Family
{
    /// <summary>Devices, hosts, breakers.</summary>
    Fleet,

    /// <summary>The queue.</summary>
    Queue,

    /// <summary>Single jobs.</summary>
    Jobs,

    /// <summary>Money.</summary>
    Money,

    /// <summary>Core itself; never told in one with others.</summary>
    Core,
}

/// <summary>How bad it is.</summary>
internal enum Severity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Nothing works; told in quiet hours too.</summary>
    Critical,
}

/// <summary>What is wrong by whose standards.</summary>
internal sealed record AlertSettings
{
    /// <summary>USD in 24 hours; null for no limit.</summary>
    public decimal? DailyBudgetUsd { get; init; }

    /// <summary>USD in 30 days; null for no limit.</summary>
    public decimal? MonthlyBudgetUsd { get; init; }

    /// <summary>Waiting jobs below which a growing queue is nobody's business.</summary>
    public int BacklogFloor { get; init; } = 50;

    public static AlertSettings From(TelemetryOptions options) => new()
    {
        DailyBudgetUsd = options.DailyBudgetUsd,
        MonthlyBudgetUsd = options.MonthlyBudgetUsd,
        BacklogFloor = options.BacklogFloor,
    };
}
