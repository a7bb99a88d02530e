using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>The rules there are, in the order in which their lines stand.</summary>
internal static class AllRules
{
    public static readonly IReadOnlyList<IRule> List =
    [
        Unreachable.Core, Unreachable.Database, new HostLost(), new DeviceOffline(), new BreakerOpen(), new QueueStuck(), new BacklogGrowing(),
        new JobFailed(), new BudgetReached(),
    ];

    private static readonly Dictionary<string, (IRule Rule, int Place)> ByName =
        List.Select(static (rule, place) => (rule, place)).ToDictionary(static one => one.rule.Name, static one => (one.rule, one.place));

    /// <summary>The rule of that name; null for one of another version.</summary>
    public static IRule? Find(string name) => ByName.GetValueOrDefault(name).Rule;

    /// <summary>Where its lines stand.</summary>
    public static int Place(string name) => ByName.TryGetValue(name, out var one) ? one.Place : List.Count;

    /// <summary>Whether the rule can tell anything from such a look.</summary>
    public static bool Sees(this IRule rule, Look look) => look.Reach == Reach.Whole || rule is Unreachable;
}
