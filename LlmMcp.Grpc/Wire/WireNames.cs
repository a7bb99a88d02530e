namespace Grpc.Wire;

/// <summary>Names the gRPC protocol gives to headers, encodings and content types.</summary>
internal static class WireNames
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string AcceptedEncodings = "identity,gzip";

    /// <summary>Metadata of a client that asks its own channel to compress requests; never sent.</summary>
    public const string RequestCompression = "grpc-internal-encoding-request";

    /// <summary><c>application/grpc</c>, also with a suffix (<c>+proto</c>) or parameters; not <c>application/grpc-web</c>.</summary>
    public static bool IsGrpcContentType(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+' or ' ');

    /// <summary>Headers that belong to the protocol and are no metadata.</summary>
    public static bool IsProtocolHeader(string name) =>
        name.StartsWith(':') || name.ToLowerInvariant() is
            Status or Message or Timeout or Encoding or AcceptEncoding or
            "te" or "host" or "content-type" or "content-length" or "content-encoding" or "accept-encoding" or
            "connection" or "transfer-encoding" or "keep-alive" or "upgrade" or "trailer";
}
