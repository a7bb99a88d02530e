using System.Buffers;
using System.Globalization;

namespace LlmMcp.Simulator.Protocol;

/// <summary>Durations as Go writes them: <c>5m</c>, <c>1h30m</c>, <c>-1s</c>, <c>250ms</c>; a number needs a unit.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Ticks)[] Units =
    [
        ("ns", 0.01), ("us", 10), ("µs", 10), ("μs", 10), ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Null and Go's own error text when the duration cannot be read.</summary>
    public static TimeSpan? Parse(string text, out string error)
    {
        error = "";
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return TimeSpan.Zero;
        }

        if (rest.IsEmpty)
        {
            error = $"time: invalid duration \"{text}\"";
            return null;
        }

        var ticks = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var number = digits < 0 ? rest : rest[..digits];
            if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                error = $"time: invalid duration \"{text}\"";
                return null;
            }

            rest = digits < 0 ? [] : rest[digits..];
            var end = rest.IndexOfAny(Digits);
            var unit = (end < 0 ? rest : rest[..end]).ToString();
            if (unit.Length == 0)
            {
                error = $"time: missing unit in duration \"{text}\"";
                return null;
            }

            var known = Array.Find(Units, candidate => candidate.Unit == unit);
            if (known.Unit is null)
            {
                error = $"time: unknown unit \"{unit}\" in duration \"{text}\"";
                return null;
            }

            ticks += value * known.Ticks;
            rest = rest[unit.Length..];
        }

        if (ticks > TimeSpan.MaxValue.Ticks)
        {
            error = $"time: invalid duration \"{text}\"";
            return null;
        }

        return TimeSpan.FromTicks((long)(negative ? -ticks : ticks));
    }
}
