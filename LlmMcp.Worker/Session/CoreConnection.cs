using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using LlmMcp.Contracts.V1;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Session;

/// <summary>The process's channel to Core, shared by its workers.</summary>
internal sealed class CoreConnection : IDisposable
{
    /// <summary>A message of a thousand claimed jobs carries a thousand payloads.</summary>
    private const int MaxMessageBytes = 64 << 20;

    private readonly GrpcChannel _channel;

    public CoreConnection(IOptions<WorkerOptions> options)
    {
        Address = DialAddress.Parse(options.Value.CoreAddress)!;
        _channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { MaxReceiveMessageSize = MaxMessageBytes });
        var key = options.Value.ApiKey;
        Client = new Core.CoreClient(key.Length == 0 ? _channel.CreateCallInvoker() : _channel.Intercept(headers => WithKey(headers, key)));
    }

    public Uri Address { get; }

    public Core.CoreClient Client { get; }

    public void Dispose() => _channel.Dispose();

    private static Metadata WithKey(Metadata headers, string key)
    {
        headers.Add("x-api-key", key);
        return headers;
    }
}
