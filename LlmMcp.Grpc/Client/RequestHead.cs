using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The HTTP request of a call.</summary>
internal static class RequestHead
{
    private static readonly MediaTypeHeaderValue _contentType = new(WireNames.ContentType);
    private static readonly string _userAgent = $"grpc-dotnet-llm-mcp/{typeof(RequestHead).Assembly.GetName().Version!.ToString(3)}";

    public static HttpRequestMessage Create(Uri address, string? host, CallOptions options, bool compressed, HttpContent content)
    {
        content.Headers.ContentType = _contentType;
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        headers.Host = host;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", _userAgent);
        headers.TryAddWithoutValidation(WireNames.AcceptEncoding, WireNames.AcceptedEncodings);
        if (compressed)
        {
            headers.TryAddWithoutValidation(WireNames.Encoding, WireNames.Gzip);
        }

        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            headers.TryAddWithoutValidation(WireNames.Timeout, CallTimeout.Format(deadline - TimeProvider.System.GetUtcNow().UtcDateTime));
        }

        foreach (var entry in options.Headers ?? Metadata.Empty)
        {
            if (entry.Key != WireNames.RequestCompression && !WireNames.IsProtocolHeader(entry.Key))
            {
                headers.TryAddWithoutValidation(entry.Key, BinaryHeader.ToWire(entry));
            }
        }

        return request;
    }
}
