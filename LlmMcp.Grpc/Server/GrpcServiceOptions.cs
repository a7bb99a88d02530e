using System.IO.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How this process serves gRPC.</summary>
public sealed class GrpcServiceOptions
{
    /// <summary>Largest request message in bytes, also after decompression; null for none. The default is 4 MiB.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Largest response message in bytes before compression; null, the default, for none.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Whether the text of an unexpected exception goes to the client. The default is false.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary><c>gzip</c> compresses responses for clients that accept it; null, the default, compresses none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard to compress. The default is <see cref="CompressionLevel.Fastest"/>.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>
    /// Whether calls of services nobody maps are left to the rest of the application. The default is false: they are answered
    /// UNIMPLEMENTED, by a route of two free segments, beside which a wrong method on an unknown path of that form is 405, not 404.
    /// </summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>Stand around every handler; the first one added is the outermost.</summary>
    public InterceptorCollection Interceptors { get; } = [];
}
