using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmMcp.Worker.Results;

/// <summary>Writes the result documents. <c>tier</c> and <c>cost</c> are Core's to add.</summary>
internal static class ResultJson
{
    // Relaxed: a result is data, never part of a page, and escaped Cyrillic is six times its size.
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> OfChat(ChatAnswer answer, string provider, string deviceId) => Write(json =>
    {
        json.WriteBoolean("ok", true);
        json.WriteString("response", answer.Response);
        if (answer.Thinking.Length > 0)
        {
            json.WriteString("thinking", answer.Thinking);
        }

        WriteOrigin(json, answer.Model, provider, deviceId);
        json.WriteNumber("tokens_in", answer.TokensIn);
        json.WriteNumber("tokens_out", answer.TokensOut);
        WriteData(json, answer.Data);
    });

    public static ReadOnlyMemory<byte> OfEmbedding(JsonObject data, string model, string provider, string deviceId, long tokensIn) => Write(json =>
    {
        json.WriteBoolean("ok", true);
        WriteOrigin(json, model, provider, deviceId);
        json.WriteNumber("tokens_in", tokensIn);
        json.WriteNumber("tokens_out", 0);
        WriteData(json, data);
    });

    /// <summary>Writes one JSON object.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        body(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    internal static void WriteOrigin(Utf8JsonWriter json, string model, string provider, string deviceId)
    {
        json.WriteString("model", model);
        json.WriteString("provider", provider);
        if (deviceId.Length > 0)
        {
            json.WriteString("device_id", deviceId);
        }
    }

    private static void WriteData(Utf8JsonWriter json, JsonObject data)
    {
        json.WritePropertyName("data");
        data.WriteTo(json);
    }
}
