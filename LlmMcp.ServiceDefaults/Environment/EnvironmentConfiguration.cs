using Microsoft.Extensions.Configuration;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>Adds the flat variables to an application's configuration.</summary>
public static class EnvironmentConfiguration
{
    private const int MostNumbered = 32;

    /// <summary>
    /// Reads every variable of <see cref="EnvironmentAliases"/> from <paramref name="environment"/> (the process's own when null).
    /// An empty variable counts as unset, as in a compose file. The structured form (<c>Core__HttpAddress</c>) wins over the flat one.
    /// </summary>
    /// <exception cref="InvalidConfigurationException">Some values cannot be read; the message lists all of them.</exception>
    public static IConfigurationBuilder AddEnvironmentAliases(
        this IConfigurationBuilder builder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var values = Read(environment ?? ProcessEnvironment());
        // First in the list, so that appsettings, the structured variables and the command line all win over it.
        builder.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = values });
        return builder;
    }

    /// <summary>The options keys the given variables set.</summary>
    /// <exception cref="InvalidConfigurationException">Some values cannot be read; the message lists all of them.</exception>
    public static Dictionary<string, string?> Read(IReadOnlyDictionary<string, string> environment)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var errors = new List<string>();
        foreach (var variable in EnvironmentAliases.All.SelectMany(Numbered))
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
                errors.Add($"{variable.Name} is \"{text}\"; expected {expected}.");
            }
        }

        return errors.Count == 0 ? values : throw new InvalidConfigurationException(errors);
    }

    /// <summary>The variable itself, or one for each number it stands for.</summary>
    private static IEnumerable<EnvironmentVariable> Numbered(EnvironmentVariable variable) =>
        !variable.Name.EndsWith("_n", StringComparison.Ordinal)
            ? [variable]
            : Enumerable.Range(1, MostNumbered).Select(number => variable with
            {
                Name = $"{variable.Name[..^1]}{number}",
                Key = variable.Key.Replace(":n:", $":{number}:", StringComparison.Ordinal),
            });

    private static Dictionary<string, string> ProcessEnvironment() =>
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
