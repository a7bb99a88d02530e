using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using LlmMcp.Contracts.V1;
using Microsoft.Extensions.Options;

namespace LlmMcp.Worker.Session;

/// <summary>The process's channel to Core, shared by its workers.</summary>
internal sealed class CoreConnection(IOptions<WorkerOptions> options) : IDisposable
{
    /// <summary>A message of a thousand claimed jobs carries a thousand payloads.</summary>
    private const int MaxMessageBytes = 64 << 20;

    // Opened with the first use: options are validated against the executors, one of which reports through here.
    private readonly Lazy<(Uri Address, GrpcChannel Channel, Core.CoreClient Client)> _open = new(() => Open(options.Value));

    public Uri Address => _open.Value.Address;

    public Core.CoreClient Client => _open.Value.Client;

    public void Dispose()
    {
        if (_open.IsValueCreated)
        {
            _open.Value.Channel.Dispose();
        }
    }

    private static (Uri Address, GrpcChannel Channel, Core.CoreClient Client) Open(WorkerOptions options)
    {
        var address = DialAddress.Parse(options.CoreAddress)!;
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = MaxMessageBytes });
        var key = options.ApiKey;
        return (address, channel, new Core.CoreClient(
            key.Length == 0 ? channel.CreateCallInvoker() : channel.Intercept(headers => WithKey(headers, key))));
    }

    private static Metadata WithKey(Metadata headers, string key)
    {
        headers.Add("x-api-key", key);
        return headers;
    }
}
