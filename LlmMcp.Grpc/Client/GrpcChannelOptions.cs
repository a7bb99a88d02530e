namespace Grpc.Net.Client;

/// <summary>How a channel calls.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>
    /// Sends the requests; must speak HTTP/2. Null, the default, makes a handler that opens further connections when the
    /// streams of one are used up and pings a silent connection every 20 seconds.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes <see cref="HttpHandler"/>. The default is false; a handler of its own it always disposes.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Largest response message in bytes, also after decompression; null for none. The default is 4 MiB.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Largest request message in bytes before compression; null, the default, for none.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>
    /// Whether a call given up on this side throws <see cref="OperationCanceledException"/> in place of
    /// <see cref="Core.RpcException"/>. The default is false.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }
}
