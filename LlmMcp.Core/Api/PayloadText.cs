using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace LlmMcp.Core.Api;

/// <summary>
/// Tells before the insert whether PostgreSQL takes a JSON text as jsonb: it refuses what JSON itself allows in three places
/// (<c>\u0000</c>, lone surrogates, numbers beyond numeric). Finding out from the database would cost the whole batch a retry.
/// </summary>
internal static class PayloadText
{
    // numeric holds 131072 digits before the point and 16383 after it.
    private const int MaxIntegerDigits = 131_072;
    private const int MaxFractionDigits = 16_383;

    // Beyond this PostgreSQL refuses the exponent itself, even of a zero.
    private const int MaxExponent = int.MaxValue / 2;

    // Only a number longer than this can be out of range without an exponent.
    private const int QuickLength = 16_000;

    /// <summary>What is wrong with <paramref name="json"/>, a text nobody has parsed yet; null when it can be stored.</summary>
    public static string? FaultOfText(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CoreJson.MaxDepth });
            while (reader.Read())
            {
                // Reading is the check.
            }
        }
        catch (JsonException exception)
        {
            return $"not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}), or nested deeper than {CoreJson.MaxDepth} levels";
        }

        return FaultOfJson(json);
    }

    /// <summary>What is wrong with <paramref name="json"/>, known to be JSON; null when it can be stored.</summary>
    public static string? FaultOfJson(ReadOnlySpan<byte> json) =>
        !Utf8.IsValid(json) ? "not UTF-8"
        : NeedsReading(json) ? Read(json)
        : null;

    /// <summary>False for nearly every payload, and quick to say so: nothing in it could be out of range.</summary>
    private static bool NeedsReading(ReadOnlySpan<byte> json) =>
        json.Length > QuickLength || json.IndexOf("\\u"u8) >= 0 || HasExponent(json);

    private static bool HasExponent(ReadOnlySpan<byte> json)
    {
        for (var rest = json; rest.IndexOfAny((byte)'e', (byte)'E') is var at and >= 0; rest = rest[(at + 1)..])
        {
            // Inside a string this is a false alarm, which costs time and nothing else.
            if (at > 0 && char.IsAsciiDigit((char)rest[at - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CoreJson.MaxDepth });
        while (reader.Read())
        {
            var fault = reader.TokenType switch
            {
                JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped => FaultOfEscapes(reader.ValueSpan),
                JsonTokenType.Number => FaultOfNumber(reader.ValueSpan),
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? FaultOfEscapes(ReadOnlySpan<byte> text)
    {
        var highSurrogate = false;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = -1;
            if (text[i] == '\\')
            {
                i++;
                if (text[i] == 'u')
                {
                    unit = int.Parse(text.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    i += 4;
                }
            }

            if (unit == 0)
            {
                return "the character \\u0000, which PostgreSQL cannot store";
            }

            var low = unit is >= 0xDC00 and <= 0xDFFF;
            if (highSurrogate != low)
            {
                return "half of a surrogate pair (\\ud800 to \\udfff)";
            }

            highSurrogate = unit is >= 0xD800 and <= 0xDBFF;
        }

        return highSurrogate ? "half of a surrogate pair (\\ud800 to \\udfff)" : null;
    }

    private static string? FaultOfNumber(ReadOnlySpan<byte> number)
    {
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        var exponent = 0L;
        if (e >= 0 && (!TryReadExponent(number[(e + 1)..], out exponent) || Math.Abs(exponent) >= MaxExponent))
        {
            return "a number beyond PostgreSQL's numeric";
        }

        var mantissa = (e < 0 ? number : number[..e]).TrimStart((byte)'-');
        var point = mantissa.IndexOf((byte)'.');
        var integer = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];

        // Where the first digit that is not zero stands: 1 for units, 0 for tenths. No such digit: the number is zero.
        var integerDigits = integer[0] != '0' ? integer.Length
            : fraction.IndexOfAnyExcept((byte)'0') is var zeros and >= 0 ? -zeros
            : -MaxExponent - exponent;
        return integerDigits + exponent > MaxIntegerDigits || fraction.Length - exponent > MaxFractionDigits
            ? "a number beyond PostgreSQL's numeric"
            : null;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
}
