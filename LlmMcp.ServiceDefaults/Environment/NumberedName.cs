using System.Globalization;

namespace LlmMcp.ServiceDefaults.Environment;

/// <summary>Names that stand for many: <c>OLLAMA_URL_n</c> is <c>OLLAMA_URL_1</c> to <c>OLLAMA_URL_32</c>.</summary>
public static class NumberedName
{
    private const int Most = 32;

    /// <summary>The names a name stands for: itself, or one for each number.</summary>
    public static IEnumerable<string> Of(string name) =>
        IsMany(name) ? Enumerable.Range(1, Most).Select(number => $"{name[..^1]}{number.ToString(CultureInfo.InvariantCulture)}") : [name];

    /// <summary>The variables a variable stands for, each with its own key.</summary>
    internal static IEnumerable<EnvironmentVariable> Of(EnvironmentVariable variable) =>
        !IsMany(variable.Name) ? [variable] : Of(variable.Name).Select((name, index) => variable with
        {
            Name = name,
            Key = variable.Key.Replace(":n:", $":{(index + 1).ToString(CultureInfo.InvariantCulture)}:", StringComparison.Ordinal),
        });

    private static bool IsMany(string name) => name.EndsWith("_n", StringComparison.Ordinal);
}
