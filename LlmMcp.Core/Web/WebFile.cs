using System.IO.Compression;
using System.Security.Cryptography;

namespace LlmMcp.Core.Web;

/// <summary>One file of the page, ready to be sent.</summary>
/// <param name="Name">Its name in the folder <c>built</c>.</param>
/// <param name="ContentType">With the charset of texts.</param>
/// <param name="Bytes">As it is.</param>
/// <param name="Gzip">Packed; null where that does not make it smaller.</param>
/// <param name="Tag">Of its content, in quotes.</param>
internal sealed record WebFile(string Name, string ContentType, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte>? Gzip, string Tag)
{
    /// <summary>The page itself, which names all other files by their content.</summary>
    public const string Page = "index.html";

    public static WebFile Of(string name, byte[] bytes)
    {
        var packed = Pack(bytes);
        return new WebFile(
            name, TypeOf(name), bytes, packed.Length < bytes.Length ? packed : null,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"");
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".txt" => "text/plain; charset=utf-8",
        var other => throw new InvalidOperationException($"{name}: nobody said what type {other} is."),
    };

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
