using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmMcp.Cli.Terminals;

/// <summary>JSON on standard output: one value per line, snake_case, letters of every language readable.</summary>
internal static class JsonView
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(Terminal terminal, T value)
    {
        terminal.Out.WriteLine(JsonSerializer.Serialize(value, Options));
        terminal.Out.Flush();
    }
}
