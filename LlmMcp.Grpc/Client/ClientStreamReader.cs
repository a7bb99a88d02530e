using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>The responses of a call as its caller reads them.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private static readonly Task<bool> _true = Task.FromResult(true);
    private static readonly Task<bool> _false = Task.FromResult(false);

    private TResponse? _current;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message; call MoveNext first.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        // Most messages of a busy stream are already in the buffer, so this path allocates nothing.
        var read = call.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return AwaitAsync(read);
        }

        _current = read.Result;
        return _current is null ? _false : _true;
    }

    private async Task<bool> AwaitAsync(ValueTask<TResponse?> read)
    {
        _current = await read;
        return _current is not null;
    }
}
