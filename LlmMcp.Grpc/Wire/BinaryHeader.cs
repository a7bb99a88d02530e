using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Metadata on the wire: text as it is, bytes as base64 with or without padding.</summary>
internal static class BinaryHeader
{
    public static string ToWire(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;

    /// <summary>Adds what arrived under one name; a binary header may carry several values between commas.</summary>
    /// <exception cref="RpcException">INTERNAL when bytes are no base64.</exception>
    public static void AddReceived(Metadata metadata, string name, string value)
    {
        var key = name.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.Received(key, value));
            return;
        }

        foreach (var part in value.Split(','))
        {
            metadata.Add(Metadata.Entry.Received(key, Decode(key, part.Trim())));
        }
    }

    private static byte[] Decode(string key, string base64)
    {
        try
        {
            return Convert.FromBase64String((base64.Length % 4) switch { 2 => base64 + "==", 3 => base64 + "=", _ => base64 });
        }
        catch (FormatException exception)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The header '{key}' is not base64.", exception));
        }
    }
}
