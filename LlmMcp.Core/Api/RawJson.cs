using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmMcp.Core.Api;

/// <summary>
/// A JSON value that is passed on unread: its place within the body it came in. Costs neither a copy nor a tree;
/// <see cref="JsonBody{T}.Raw"/> gives the bytes.
/// </summary>
/// <param name="Start">Offset from the first byte of the body's value.</param>
/// <param name="Length">Length in bytes; 0 when the key was absent (an explicit null has 4).</param>
[JsonConverter(typeof(RawJsonConverter))]
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RawJson(int Start, int Length)
{
    /// <summary>True when the body did not have the key.</summary>
    public bool IsAbsent => Length == 0;
}

/// <summary>Notes where a value begins and ends. Reading only, and only from one contiguous buffer.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override bool HandleNull => true;

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = reader.TokenStartIndex;
        reader.Skip();
        return new RawJson((int)start, (int)(reader.BytesConsumed - start));
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A place within a body cannot be written.");
}
