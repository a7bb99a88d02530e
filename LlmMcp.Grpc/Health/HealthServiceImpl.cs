using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.HealthCheck;

/// <summary>
/// The health service of gRPC over statuses held in this process. A name without a status is not known; the empty name
/// stands for the server as a whole.
/// </summary>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    // Names come from this process only, yet a list that travels in one message needs an end.
    private const int MaxListed = 1000;

    // A watch costs nothing to ask for and lasts as long as its caller likes.
    private const int MaxWatchers = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = [];
    private readonly HashSet<Watcher> _watchers = [];

    /// <summary>Sets the status of a service and tells those who watch it.</summary>
    public void SetStatus(string service, ServingStatus status) => Change(service, status);

    /// <summary>Forgets a service; those who watch it are told that it is not known.</summary>
    public void ClearStatus(string service) => Change(service, null);

    /// <summary>Forgets every service.</summary>
    public void ClearAll()
    {
        lock (_lock)
        {
            foreach (var service in _statuses.Keys.ToArray())
            {
                Change(service, null);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        await RefreshAsync(context.CancellationToken);
        return Find(request.Service) is { } status
            ? new HealthCheckResponse { Status = status }
            : throw new RpcException(new Status(StatusCode.NotFound, "The service is not known."));
    }

    /// <inheritdoc/>
    public override async Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        await RefreshAsync(context.CancellationToken);
        var response = new HealthListResponse();
        lock (_lock)
        {
            if (_statuses.Count > MaxListed)
            {
                throw new RpcException(new Status(StatusCode.ResourceExhausted, $"There are more than {MaxListed} services."));
            }

            foreach (var (service, status) in _statuses)
            {
                response.Statuses.Add(service, new HealthCheckResponse { Status = status });
            }
        }

        return response;
    }

    /// <inheritdoc/>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        await RefreshAsync(context.CancellationToken);
        var watcher = new Watcher(request.Service);
        lock (_lock)
        {
            if (_watchers.Count >= MaxWatchers)
            {
                throw new RpcException(new Status(StatusCode.ResourceExhausted, $"There are {MaxWatchers} watchers already."));
            }

            _watchers.Add(watcher);
            watcher.Tell(Find(request.Service));
        }

        try
        {
            ServingStatus? last = null;
            await foreach (var status in watcher.Statuses.ReadAllAsync(context.CancellationToken))
            {
                if (status != last)
                {
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
                    last = status;
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <summary>Called before a status is answered, for those whose statuses are computed.</summary>
    protected virtual Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ServingStatus? Find(string service)
    {
        lock (_lock)
        {
            return _statuses.TryGetValue(service, out var status) ? status : null;
        }
    }

    private void Change(string service, ServingStatus? status)
    {
        lock (_lock)
        {
            if (status is null)
            {
                _statuses.Remove(service);
            }
            else
            {
                _statuses[service] = status.Value;
            }

            foreach (var watcher in _watchers.Where(watcher => watcher.Service == service))
            {
                watcher.Tell(status);
            }
        }
    }

    /// <summary>One Watch call. A watcher that reads slowly sees the latest status, not each one.</summary>
    private sealed class Watcher(string service)
    {
        private readonly Channel<ServingStatus> _statuses = Channel.CreateBounded<ServingStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public string Service { get; } = service;

        public ChannelReader<ServingStatus> Statuses => _statuses.Reader;

        public void Tell(ServingStatus? status) => _statuses.Writer.TryWrite(status ?? ServingStatus.ServiceUnknown);
    }
}
