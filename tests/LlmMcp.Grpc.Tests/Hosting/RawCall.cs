using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace LlmMcp.Grpc.Tests.Hosting;

/// <summary>What came back from a hand-made request.</summary>
internal sealed record RawAnswer(HttpStatusCode Http, StatusCode? Status, string Message, byte[] Body, HttpResponseHeaders Headers, bool IsTrailersOnly);

/// <summary>A gRPC call made by hand over HttpClient, so that a test may send what no client would.</summary>
internal sealed class RawCall(string address, string method)
{
    private static readonly HttpClient _http = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true, UseProxy = false });

    public string ContentType { get; set; } = "application/grpc";

    public HttpMethod Verb { get; set; } = HttpMethod.Post;

    public Version Version { get; set; } = HttpVersion.Version20;

    public string Service { get; set; } = "llmmcp.grpc.tests.Probe";

    public Dictionary<string, string> Headers { get; } = [];

    public static byte[] Frame(byte[] payload, byte flag = 0, uint? length = null)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public Task<RawAnswer> SendAsync(IMessage message) => SendAsync(Frame(message.ToByteArray()));

    public async Task<RawAnswer> SendAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(Verb, $"{address}/{Service}/{method}")
        {
            Version = Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Verb == HttpMethod.Get ? null : new ByteArrayContent(body),
        };
        request.Content?.Headers.TryAddWithoutValidation("content-type", ContentType);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var response = await _http.SendAsync(request, patience.Token);
        var content = await response.Content.ReadAsByteArrayAsync(patience.Token);
        var isTrailersOnly = response.Headers.Contains("grpc-status");
        var end = isTrailersOnly ? response.Headers : response.TrailingHeaders;
        return new RawAnswer(
            response.StatusCode,
            end.TryGetValues("grpc-status", out var status) ? (StatusCode)int.Parse(status.Single(), CultureInfo.InvariantCulture) : null,
            end.TryGetValues("grpc-message", out var message) ? message.Single() : "",
            content,
            response.Headers,
            isTrailersOnly);
    }
}
