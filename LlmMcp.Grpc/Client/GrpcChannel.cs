using System.Collections.Concurrent;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>A way to a gRPC server over HTTP/2. Connects with the first call and again whenever the connection is lost.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private readonly ConcurrentDictionary<string, Uri> _methodAddresses = new(StringComparer.Ordinal);
    private readonly Uri _address;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        _address = address;
        Options = options;
        Invoker = new HttpMessageInvoker(
            options.HttpHandler ?? DefaultHandler(address), disposeHandler: options.HttpHandler is null || options.DisposeHttpClient);
    }

    internal GrpcChannelOptions Options { get; }

    internal HttpMessageInvoker Invoker { get; }

    /// <summary>Ends every call when the channel is disposed.</summary>
    internal CancellationToken Disposed => _disposed.Token;

    /// <summary>A channel to an address such as <c>http://127.0.0.1:9090</c> (HTTP/2 without TLS) or <c>https://…</c>.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address), new GrpcChannelOptions());

    /// <summary>A channel to an address.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address, with options.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) => ForAddress(new Uri(address), channelOptions);

    /// <summary>A channel to an address, with options.</summary>
    /// <exception cref="ArgumentException">The address is neither http nor https.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException($"The address '{address}' must start with http:// or https://.", nameof(address));
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker() => new HttpCallInvoker(this);

    /// <summary>Cancels every call and closes the connections.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        Invoker.Dispose();
    }

    internal Uri AddressOf(IMethod method) => _methodAddresses.GetOrAdd(method.FullName, static (path, address) => new Uri(address, path), _address);

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    // A proxy of the environment is for the world outside; on the way to this machine it would only break HTTP/2.
    private static SocketsHttpHandler DefaultHandler(Uri address) => new()
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !address.IsLoopback,
    };
}
