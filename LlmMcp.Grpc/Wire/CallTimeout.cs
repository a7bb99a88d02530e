using System.Globalization;

namespace Grpc.Wire;

/// <summary><c>grpc-timeout</c> on the wire: at most 8 digits and a unit (H M S m u n).</summary>
internal static class CallTimeout
{
    private const long MaxDigits = 99_999_999;

    private static readonly (char Unit, long Ticks)[] _units =
    [
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>The finest unit that holds the time, rounded up: a server must not give up before its caller.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        foreach (var (unit, ticks) in _units)
        {
            var value = ((timeout.Ticks - 1) / ticks) + 1;
            if (value <= MaxDigits)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{MaxDigits}H");
    }

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        TimeSpan? parsed = text[^1] switch
        {
            'H' => TimeSpan.FromTicks(value * TimeSpan.TicksPerHour),
            'M' => TimeSpan.FromTicks(value * TimeSpan.TicksPerMinute),
            'S' => TimeSpan.FromTicks(value * TimeSpan.TicksPerSecond),
            'm' => TimeSpan.FromTicks(value * TimeSpan.TicksPerMillisecond),
            'u' => TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond),
            'n' => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
        timeout = parsed ?? default;
        return parsed is not null;
    }
}
