using LlmMcp.Core.Fleet.Circuits;

namespace LlmMcp.Core.Dashboard;

/// <summary>The words of the deployed system for a breaker's state.</summary>
internal static class CircuitWords
{
    public const string Ok = "ok";
    public const string Probe = "probe";
    public const string Degraded = "degraded";

    public static string Of(Circuit circuit) => circuit switch
    {
        { State: CircuitState.Closed } => Ok,
        { State: CircuitState.Probing } or { ProbeDue: true } => Probe,
        _ => Degraded,
    };

    /// <summary>The worst of several: degraded, then probe, then ok.</summary>
    public static string Worst(IEnumerable<string> circuits)
    {
        var worst = Ok;
        foreach (var circuit in circuits)
        {
            worst = circuit == Degraded || worst == Ok ? circuit : worst;
        }

        return worst;
    }
}
