using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>One call on the server: what the handler sees, and how the call's end reaches the wire.</summary>
internal sealed class ServerCall(HttpContext http, IMethod method, GrpcServiceOptions options, TimeProvider time) : ServerCallContext, IDisposable
{
    // A timer cannot wait longer; a call that may last seven weeks has no deadline worth the name.
    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(49);

    private DateTime _deadlineAt = DateTime.MaxValue;
    private CancellationTokenSource? _deadline;
    private CancellationTokenSource? _canceled;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private Dictionary<object, object>? _userState;

    public HttpContext Http => http;

    /// <summary><c>grpc-encoding</c> of the request.</summary>
    public string? RequestEncoding { get; private set; }

    /// <summary>Level of gzip for responses, or null when options or client want none.</summary>
    public CompressionLevel? ResponseCompression { get; private set; }

    public bool IsDeadlineExceeded => _deadline?.IsCancellationRequested == true;

    /// <summary>What ends a blocked read or write; none without a deadline, because the transport itself tells of a lost client.</summary>
    public CancellationToken TransportToken => _canceled?.Token ?? CancellationToken.None;

    protected override string MethodCore => method.FullName;

    protected override string HostCore => http.Request.Host.Value ?? "";

    protected override string PeerCore => http.Connection.RemoteIpAddress switch
    {
        null => "unix:",
        { AddressFamily: AddressFamily.InterNetwork } ip => $"ipv4:{ip}:{http.Connection.RemotePort}",
        { IsIPv4MappedToIPv6: true } ip => $"ipv4:{ip.MapToIPv4()}:{http.Connection.RemotePort}",
        var ip => $"ipv6:[{ip}]:{http.Connection.RemotePort}",
    };

    protected override DateTime DeadlineCore => _deadlineAt;

    protected override CancellationToken CancellationTokenCore => _canceled?.Token ?? http.RequestAborted;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>Reads the protocol's headers and starts the deadline.</summary>
    /// <exception cref="RpcException">A header is wrong or asks for what we do not have.</exception>
    public void Begin()
    {
        var headers = http.Request.Headers;
        var response = http.Response;
        response.ContentType = WireNames.ContentType;

        if (headers.TryGetValue(WireNames.Timeout, out var timeout))
        {
            StartDeadline(CallTimeout.TryParse(timeout.ToString(), out var parsed)
                ? parsed
                : throw new RpcException(new Status(StatusCode.Internal, "The header grpc-timeout is malformed.")));
        }

        if (headers.TryGetValue(WireNames.Encoding, out var encoding))
        {
            RequestEncoding = encoding.ToString();
            if (RequestEncoding is not (WireNames.Gzip or WireNames.Identity))
            {
                response.Headers[WireNames.AcceptEncoding] = WireNames.AcceptedEncodings;
                throw new RpcException(new Status(StatusCode.Unimplemented, "The message encoding is not supported; use gzip or identity."));
            }
        }

        if (options.ResponseCompressionAlgorithm == WireNames.Gzip
            && headers.TryGetValue(WireNames.AcceptEncoding, out var accepted)
            && accepted.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(WireNames.Gzip))
        {
            ResponseCompression = options.ResponseCompressionLevel ?? CompressionLevel.Fastest;
            response.Headers[WireNames.Encoding] = WireNames.Gzip;
        }
    }

    /// <summary>Sends the headers unless they are sent; trailers can follow only then.</summary>
    public Task StartResponseAsync() => http.Response.HasStarted ? Task.CompletedTask : http.Response.StartAsync(CancellationToken.None);

    /// <summary>Ends the call on the wire: after messages in trailers, else in the headers alone.</summary>
    public void WriteEnd(Status status)
    {
        var target = http.Response.HasStarted
            ? http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : http.Response.Headers;
        if (_responseTrailers is not null)
        {
            Append(target, _responseTrailers);
        }

        target[WireNames.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
        {
            target[WireNames.Message] = StatusMessage.Encode(status.Detail);
        }
    }

    public void Dispose()
    {
        _canceled?.Dispose();
        _deadline?.Dispose();
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        if (http.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers are already sent.");
        }

        Append(http.Response.Headers, responseHeaders);
        return http.Response.BodyWriter.FlushAsync(TransportToken).AsTask();
    }

    private static void Append(IHeaderDictionary target, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!WireNames.IsProtocolHeader(entry.Key))
            {
                target.Append(entry.Key, BinaryHeader.ToWire(entry));
            }
        }
    }

    private void StartDeadline(TimeSpan timeout)
    {
        var now = time.GetUtcNow().UtcDateTime;
        _deadlineAt = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        if (timeout > _longestTimer)
        {
            return;
        }

        _deadline = new CancellationTokenSource(timeout, time);
        _canceled = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, http.RequestAborted);
    }

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in http.Request.Headers)
        {
            if (WireNames.IsProtocolHeader(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                BinaryHeader.AddReceived(metadata, name, value ?? "");
            }
        }

        return metadata;
    }
}
