using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Configuration;

namespace LlmMcp.AppHost.Wiring;

/// <summary>
/// The flat variables of the README, taken from the AppHost's own configuration (its environment, user secrets, appsettings or
/// command line) and handed to the process that reads them. Pure.
/// </summary>
/// <param name="Name">Name in the environment.</param>
/// <param name="Value">What it is set to; empty for a secret that is not set.</param>
/// <param name="IsSecret">True for what may not be written into files.</param>
internal sealed record PassedVariable(string Name, string Value, bool IsSecret)
{
    /// <summary>
    /// What a process is given: every variable of its that is set, those it does not read any more too, so that it can say so.
    /// Never what the wiring decides (<see cref="ProcessEnvironment.Names"/>).
    /// </summary>
    /// <param name="configuration">The AppHost's.</param>
    /// <param name="process">Core, Worker, Bridge or Telemetry.</param>
    /// <param name="withEmptySecrets">Also the secrets that are not set: whoever deploys may fill them in.</param>
    public static IReadOnlyList<PassedVariable> For(IConfiguration configuration, string process, bool withEmptySecrets)
    {
        var known =
            from variable in EnvironmentAliases.All
            where variable.Process == process || variable.Process == "all"
            from name in NumberedName.Of(variable.Name)
            select (Name: name, IsSecret: variable.Kind == EnvironmentValueKind.Secret);
        var unread =
            from variable in UnreadVariables.All
            where variable.Process == process
            from name in NumberedName.Of(variable.Name)
            select (Name: name, IsSecret: false);
        return
        [
            .. from variable in known.Concat(unread).DistinctBy(static variable => variable.Name, StringComparer.Ordinal)
               where !ProcessEnvironment.Names.Contains(variable.Name)
               let value = configuration[variable.Name] is { } text && !string.IsNullOrWhiteSpace(text) ? text : ""
               where value.Length > 0 || (variable.IsSecret && withEmptySecrets)
               select new PassedVariable(variable.Name, value, variable.IsSecret),
        ];
    }
}
