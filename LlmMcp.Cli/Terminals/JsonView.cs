using System.Text.Json;

namespace LlmMcp.Cli.Terminals;

/// <summary>JSON on standard output: one value per line, snake_case, letters of every language readable.</summary>
internal static class JsonView
{
    /// <summary>As Core writes it.</summary>
    public static readonly JsonSerializerOptions Options = JsonWriting.Options;

    public static void Write<T>(Terminal terminal, T value)
    {
        terminal.Out.WriteLine(JsonSerializer.Serialize(value, Options));
        terminal.Out.Flush();
    }
}
