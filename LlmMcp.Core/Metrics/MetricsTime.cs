using System.Text.Json;

namespace LlmMcp.Core.Metrics;

/// <summary>How long a model call took, as a worker's metrics say.</summary>
internal static class MetricsTime
{
    /// <summary>The number <c>ms</c> of an object in seconds; null when there is none.</summary>
    public static double? Seconds(ReadOnlySpan<byte> metrics)
    {
        if (metrics.IndexOf("\"ms\""u8) < 0)
        {
            return null;
        }

        var reader = new Utf8JsonReader(metrics);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("ms"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var ms) && ms >= 0 ? ms / 1000 : null;
                }
            }
        }
        catch (JsonException)
        {
            // What a worker measures is its own affair.
        }

        return null;
    }
}
