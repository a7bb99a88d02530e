using System.Text;
using LlmMcp.Core.Api;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Core.Tests.Api;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("", null, "empty")]
    [InlineData(" \n ", null, "empty")]
    [InlineData("null", null, "null")]
    [InlineData("{", null, "not JSON")]
    [InlineData("{\"count\":1,}", null, "not JSON")]
    [InlineData("hello", null, "not JSON")]
    [InlineData("[1]", null, "expected an object")]
    [InlineData("{\"count\":\"7\"}", "count", "expected a whole number")]
    [InlineData("{\"COUNT\":1.5}", "COUNT", "expected a whole number")]
    [InlineData("{\"flag\":1}", "flag", "expected true or false")]
    [InlineData("{\"name\":5}", "name", "expected a string")]
    [InlineData("{\"inner\":{\"limit_ms\":\"x\"}}", "inner.limit_ms", "expected a whole number")]
    [InlineData("{\"inner\":7}", "inner", "expected an object")]
    [InlineData("{\"items\":[{\"limit_ms\":1},{\"limit_ms\":true}]}", "items[1].limit_ms", "expected a whole number")]
    [InlineData("{\"items\":5}", "items", "expected an array, each item an object")]
    [InlineData("{\"name\":\"\\ud800\"}", "name", "")]
    public void A_body_that_cannot_be_read_is_refused_with_the_place_and_what_was_expected(string json, string? field, string text)
    {
        var body = Parse(json);

        Assert.Null(body.Value);
        Assert.Equal(400, body.Error!.Status);
        Assert.Equal("invalid_json", body.Error.Code);
        Assert.Equal(field, body.Error.Field);
        Assert.Contains(text, body.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_match_whatever_their_case_and_unknown_ones_are_ignored()
    {
        var body = Parse("""{"COUNT":7,"Inner":{"Limit_MS":3},"what":[1,2,{"else":null}]}""");

        Assert.Equal(7, body.Value!.Count);
        Assert.Equal(3, body.Value.Inner!.LimitMs);
    }

    [Theory]
    [InlineData("""{"count":7} trailing garbage""")]
    [InlineData("""{"count":7}{"count":8}""")]
    [InlineData("\uFEFF{\"count\":7}")]
    [InlineData("\n\t {\"count\":7}")]
    public void Only_the_first_value_of_a_body_is_read(string json) => Assert.Equal(7, Parse(json).Value!.Count);

    [Theory]
    [InlineData("""{"payload":{"a":[1,"x"]},"count":1}""", """{"a":[1,"x"]}""")]
    [InlineData(" \uFEFF", "")]
    [InlineData("""   { "count" : 1 , "payload" :  "é text"  }""", "\"é text\"")]
    [InlineData("""{"payload":null}""", "null")]
    [InlineData("""{"payload":-1.5e3,"count":2} {"payload":9}""", "-1.5e3")]
    [InlineData("\uFEFF {\"payload\":[]}", "[]")]
    [InlineData("""{"count":1}""", "")]
    public void A_raw_value_is_the_bytes_that_were_sent(string json, string raw)
    {
        var body = Parse(json);

        Assert.Equal(raw, body.Value is null ? "" : Encoding.UTF8.GetString(body.Raw(body.Value.Payload).Span));
        Assert.Equal(raw.Length == 0, body.Value?.Payload.IsAbsent ?? true);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 64)) + string.Concat(Enumerable.Repeat("]", 64));

        Assert.NotNull(Parse($$"""{"payload":{{deep}}}""").Error);
        Assert.Null(Parse($$"""{"payload":{{deep[1..^1]}}}""").Error);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(5000, false)]
    public async Task A_body_is_read_up_to_the_limit_and_not_beyond(int length, bool accepted)
    {
        var text = $$"""{"name":"{{new string('x', length - 11)}}"}""";
        foreach (var announced in new long?[] { null, length })
        {
            var request = new DefaultHttpContext().Request;
            request.Body = new MemoryStream(Encoding.UTF8.GetBytes(text));
            request.ContentLength = announced;

            var body = await JsonBody.ReadAsync<Sample>(request, 1000, CancellationToken.None);

            Assert.Equal(accepted ? null : 413, body.Error?.Status);
            Assert.Equal(accepted, body.Value?.Name?.Length == length - 11);
        }
    }

    private static JsonBody<Sample> Parse(string json) => JsonBody.Parse<Sample>(Encoding.UTF8.GetBytes(json));

    private sealed record Sample(int Count, string? Name, bool Flag, Inner? Inner, List<Inner>? Items, RawJson Payload);

    private sealed record Inner(int? LimitMs);
}
