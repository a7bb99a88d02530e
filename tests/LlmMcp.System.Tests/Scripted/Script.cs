using System.Text.Json;

namespace LlmMcp.SystemTests.Scripted;

/// <summary>Payload of a scripted job.</summary>
/// <param name="Milliseconds">How long the run takes.</param>
/// <param name="Pieces">How many pieces of output it says, evenly spread; at least 1.</param>
/// <param name="Kills">Kills its worker process at the start.</param>
/// <param name="Fails">Fails at the start, to be tried again.</param>
internal sealed record Script(int Milliseconds, int Pieces = 4, bool Kills = false, bool Fails = false)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
