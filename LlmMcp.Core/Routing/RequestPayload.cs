using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Makes the payload of a routed job. The keys are the request's own, the same for every kind: the worker knows what each
/// server calls them, so nothing a caller says is lost on a local model.
/// </summary>
internal static class RequestPayload
{
    // Relaxed: a payload is data, never part of a page, and escaped Cyrillic is three times its size.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the request brought itself.</summary>
    public static ReadOnlyMemory<byte> Given(JsonElement payload) => JsonMarshal.GetRawUtf8Value(payload).ToArray();

    /// <summary>The payload of a request that brought none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model; empty where the worker's default is meant.</param>
    /// <param name="useMessages">Send the messages instead of the prompt.</param>
    public static ReadOnlyMemory<byte> Of(LlmRequest request, string model, bool useMessages)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            WriteText(json, "model", model);
            WriteText(json, "system", request.System);
            if (useMessages)
            {
                Write(json, "messages", request.Messages);
            }
            else
            {
                WriteText(json, "prompt", request.Prompt);
                Write(json, "input", request.Input);
                Write(json, "images", request.Images);
            }

            WriteNumber(json, "temperature", request.Temperature);
            WriteNumber(json, "top_p", request.TopP);
            WriteNumber(json, "max_tokens", request.MaxTokens);
            Write(json, "stop", request.Stop);
            Write(json, "seed", request.Seed);
            Write(json, "options", request.Options);
            Write(json, "format", request.Format);
            Write(json, "keep_alive", request.KeepAlive);
            Write(json, "think", request.Think);
            if (request.Thinking is { } thinking)
            {
                json.WriteBoolean("thinking", thinking);
            }

            Write(json, "tools", request.Tools);
            Write(json, "tool_choice", request.ToolChoice);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteText(Utf8JsonWriter json, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(key, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
    }

    private static void Write(Utf8JsonWriter json, string key, JsonElement? value)
    {
        if (value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            json.WritePropertyName(key);
            element.WriteTo(json);
        }
    }
}
