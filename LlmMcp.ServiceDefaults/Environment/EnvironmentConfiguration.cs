using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>Adds the flat variables to an application's configuration.</summary>
public static class EnvironmentConfiguration
{
    /// <summary>
    /// Reads every variable of <see cref="EnvironmentAliases"/> from <paramref name="environment"/> (the process's own when null).
    /// An empty variable counts as unset, as in a compose file. The structured form (<c>Core__HttpAddress</c>) wins over the flat one.
    /// </summary>
    /// <exception cref="InvalidConfigurationException">Some values cannot be read; the message lists all of them.</exception>
    public static IConfigurationBuilder AddEnvironmentAliases(
        this IConfigurationBuilder builder, IReadOnlyDictionary<string, string>? environment = null) =>
        builder.AddFirst(Read(environment ?? ProcessEnvironment()));

    /// <summary>The options keys the given variables set.</summary>
    /// <exception cref="InvalidConfigurationException">Some values cannot be read; the message lists all of them.</exception>
    public static Dictionary<string, string?> Read(IReadOnlyDictionary<string, string> environment)
    {
        var (values, errors) = TryRead(environment);
        return errors.Count == 0 ? values : throw new InvalidConfigurationException(errors);
    }

    /// <summary>The options keys that the readable variables set, and a sentence for each of the others.</summary>
    internal static (Dictionary<string, string?> Values, IReadOnlyList<string> Errors) TryRead(IReadOnlyDictionary<string, string> environment)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var errors = new List<string>();
        foreach (var variable in EnvironmentAliases.All.SelectMany(NumberedName.Of))
        {
            if (!environment.TryGetValue(variable.Name, out var text) || string.IsNullOrWhiteSpace(text) || values.ContainsKey(variable.Key))
            {
                continue;
            }

            if (EnvironmentValue.TryRead(variable.Kind, text, out var value, out var expected))
            {
                values[variable.Key] = value;
            }
            else
            {
                // What stands before an @ may hold a password.
                errors.Add($"{variable.Name} is \"{text[(text.LastIndexOf('@') + 1)..]}\"; expected {expected}.");
            }
        }

        DatabaseParts.Join(values);
        ServiceAddresses.Fill(values, environment);
        // A variable that two processes read is one mistake.
        return (values, [.. errors.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>First in the list, so that appsettings, the structured variables and the command line all win over it.</summary>
    internal static IConfigurationBuilder AddFirst(this IConfigurationBuilder builder, Dictionary<string, string?> values)
    {
        builder.Sources.Insert(0, new MemoryConfigurationSource { InitialData = values });
        return builder;
    }

    /// <summary>The variables of this process.</summary>
    internal static Dictionary<string, string> ProcessEnvironment() =>
        System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}

/// <summary>The configuration cannot be used. <see cref="Exception.Message"/> lists everything that is wrong, one line each.</summary>
public sealed class InvalidConfigurationException(IReadOnlyCollection<string> errors)
    : Exception(string.Join(System.Environment.NewLine, errors))
{
    /// <summary>One sentence for each mistake.</summary>
    public IReadOnlyCollection<string> Errors { get; } = errors;
}
