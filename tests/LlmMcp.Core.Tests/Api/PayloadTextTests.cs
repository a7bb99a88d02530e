using System.Text;
using LlmMcp.Core.Api;
using LlmMcp.Testing;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Tests.Api;

public sealed class PayloadTextTests
{
    private static readonly string[] Samples =
    [
        "{}", "null", "[]", "0", "-0", "\"\"", "true", " {\"a\" : [1, 2.5, \"x\"]} ",
        "", " ", "{", "{\"a\":1,}", "nul", "'x'", "01", "1.", ".5", "+1", "NaN", "\"\\x\"", "\"\\u12\"", "\"\u0001\"", "{} {}", "{a:1}",
        "\"\\u0041\"", "\"\\u0000\"", "{\"\\u0000\":1}", "\"\\\\u0000\"", "\"\\\\\\u0000\"", "\"a\\u0000b\"",
        "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83dx\"", "\"\\ud83d\\u0041\"", "\"\\ud83d\\ud83d\"", "\"\\ude00\\ud83d\"",
        "\"\\ud83d\\n\\ude00\"", "\"\\uD83D\\uDE00\\ud83d\\ude00\"", "\"\\ud83d😀\"", "{\"\\ud83d\":1}", "\"\\uffff\"", "\"\\u2028\"",
        "\"4e and 5E\"", "1e5", "1E+5", "1e-5", "-1e5",
        "1e131071", "1e131072", "9.9e131071", "10e131071", "0.1e131072", "0.01e131073", "0.1e131073", "-1e131072", "123e131069", "123e131070",
        "1e-16383", "1e-16384", "1.5e-16382", "1.5e-16383", "0e-16383", "0e-16384", "0.0e-16382", "0e131072", "0e999999", "0.000e5",
        "1e1073741822", "1e1073741823", "0e1073741822", "0e1073741823", "0e-1073741823", "1e99999999999999999999", "0e99999999999999999999", "1e-99999999999999999999",
        "0." + new string('0', 16_382) + "1", "0." + new string('0', 16_383) + "1", "0." + new string('0', 16_384),
        "1" + new string('0', 131_071), "1" + new string('0', 131_072), "[1" + new string('0', 131_071) + ".5]",
        "\"" + new string('e', 20_000) + "\"", "[\"" + new string('1', 200_000) + "\"]",
    ];

    [Fact]
    public async Task A_text_is_refused_exactly_when_postgresql_refuses_it()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var wrong = new List<string>();
        foreach (var text in Samples)
        {
            var fault = PayloadText.FaultOfText(Encoding.UTF8.GetBytes(text));
            var answer = await AskAsync(connection, Encoding.UTF8.GetBytes(text));
            if ((fault is null) != (answer is null))
            {
                wrong.Add($"{(text.Length > 60 ? text[..60] + "…" : text)}: we say {fault ?? "fine"}, PostgreSQL says {answer ?? "fine"}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused_as_postgresql_refuses_them()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        foreach (byte[] bytes in new byte[][] { [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22] })
        {
            Assert.NotNull(PayloadText.FaultOfText(bytes));
            Assert.NotNull(await AskAsync(connection, bytes));
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nesting_is_bounded(int depth, bool accepted)
    {
        var text = new string('[', depth) + new string(']', depth);

        Assert.Equal(accepted, PayloadText.FaultOfText(Encoding.UTF8.GetBytes(text)) is null);
    }

    private static async Task<string?> AskAsync(NpgsqlConnection connection, byte[] json)
    {
        await using var command = new NpgsqlCommand("select $1", connection) { Parameters = { new() { Value = json, NpgsqlDbType = NpgsqlDbType.Jsonb } } };
        try
        {
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException exception)
        {
            return exception.MessageText;
        }
    }
}
