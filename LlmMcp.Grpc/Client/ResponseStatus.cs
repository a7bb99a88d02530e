using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>What an HTTP response says about the end of a call. Pure.</summary>
internal static class ResponseStatus
{
    /// <summary>The end, when the response is no gRPC stream or carries the status in its headers; null when messages may follow.</summary>
    public static CallEnd? FromHeaders(HttpResponseMessage response)
    {
        if (Find(response.Headers) is { } end)
        {
            return end;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new CallEnd(CodeOf(response.StatusCode), $"The server answered with HTTP status {(int)response.StatusCode}.");
        }

        var contentType = response.Content.Headers.ContentType?.ToString();
        return WireNames.IsGrpcContentType(contentType)
            ? null
            : new CallEnd(StatusCode.Unknown, $"The server answered with the content type '{contentType}', which is no gRPC.");
    }

    /// <summary>The end after the last message.</summary>
    public static CallEnd FromTrailers(HttpResponseMessage response) =>
        Find(response.TrailingHeaders) ?? new CallEnd(StatusCode.Internal, "The server ended the stream without a status.");

    /// <summary>Headers as metadata.</summary>
    /// <exception cref="RpcException">INTERNAL when a binary header is no base64.</exception>
    public static Metadata ToMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (WireNames.IsProtocolHeader(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                BinaryHeader.AddReceived(metadata, name, value);
            }
        }

        return metadata;
    }

    private static CallEnd? Find(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(WireNames.Status, out var statuses))
        {
            return null;
        }

        var code = int.TryParse(statuses.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined((StatusCode)number)
                ? (StatusCode)number
                : StatusCode.Unknown;
        var detail = headers.NonValidated.TryGetValues(WireNames.Message, out var messages) ? StatusMessage.Decode(messages.ToString()) : "";
        return new CallEnd(new Status(code, detail), ToMetadata(headers));
    }

    // The table of the gRPC specification for answers of proxies and plain HTTP servers.
    private static StatusCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
