using System.Text.Json;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Runners;

/// <summary>How long a runner stays after its last request: a number means seconds, text is a Go duration, negative is for ever.</summary>
internal static class KeepAlive
{
    /// <summary>"For ever" as the real server prints it: the longest span its clock can count, 292 years.</summary>
    public static TimeSpan Forever { get; } = TimeSpan.FromTicks(long.MaxValue / TimeSpan.NanosecondsPerTick);

    public static TimeSpan? Read(JsonElement? value)
    {
        switch (value)
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.Number } number:
                return Clamp(number.GetDouble() * TimeSpan.TicksPerSecond);
            case { ValueKind: JsonValueKind.String } text:
                return GoDuration.Parse(text.GetString()!, out var error) is { } span ? Clamp(span.Ticks) : throw Refusal.BadRequest(error);
            default:
                throw Refusal.BadRequest($"Unsupported duration value '{value}'");
        }
    }

    private static TimeSpan Clamp(double ticks) =>
        ticks < 0 || ticks > Forever.Ticks ? Forever : TimeSpan.FromTicks((long)ticks);
}
