using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>The few keys of a model job's payload that say where it may run.</summary>
internal readonly record struct PayloadKeys
{
    public string? Model { get; private init; }

    public string? DeviceId { get; private init; }

    public string? BaseUrl { get; private init; }

    public string? Address { get; private init; }

    public string? Host { get; private init; }

    /// <summary>Some key begins with <c>_</c>.</summary>
    public bool HasReserved { get; private init; }

    /// <summary>The payload is not what a model job needs.</summary>
    public ApiError? Error { get; private init; }

    /// <summary>Reads the keys; everything else is stepped over.</summary>
    public static PayloadKeys Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CoreJson.MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return new PayloadKeys { Error = ApiError.BadField("payload", "payload must be a JSON object for a kind that calls a model.") };
        }

        var keys = new PayloadKeys();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name.StartsWith('_'))
            {
                keys = keys with { HasReserved = true };
            }
            else if (name is "model" or "device_id" or "ollama_base_url" or "ollama_addr" or "ollama_host")
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                {
                    return new PayloadKeys { Error = ApiError.BadField($"payload.{name}", $"payload.{name} must be a string.", "invalid_payload") };
                }

                keys = keys.With(name, reader.GetString());
            }

            reader.Skip();
        }

        return keys;
    }

    /// <summary>The payload without reserved keys, and with <paramref name="model"/> in place of its own unless that is empty.</summary>
    public static ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> json, string model)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = CoreJson.MaxDepth });
        var buffer = new ArrayBufferWriter<byte>(json.Length + model.Length + 16);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            writer.WriteStartObject();
            if (model.Length > 0)
            {
                writer.WriteString("model", model);
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!property.Name.StartsWith('_') && (model.Length == 0 || property.Name != "model"))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private PayloadKeys With(string name, string? value) => name switch
    {
        "model" => this with { Model = value },
        "device_id" => this with { DeviceId = value },
        "ollama_base_url" => this with { BaseUrl = value },
        "ollama_addr" => this with { Address = value },
        _ => this with { Host = value },
    };
}
