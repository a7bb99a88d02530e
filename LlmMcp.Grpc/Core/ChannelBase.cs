namespace Grpc.Core;

/// <summary>A way to a server, which any number of clients and calls share.</summary>
/// <param name="target">Where the server is, for a person.</param>
public abstract class ChannelBase(string target)
{
    /// <summary>Where the server is, for a person.</summary>
    public string Target { get; } = target;

    /// <summary>Starts calls on this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends every call and closes the connections.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Implements <see cref="ShutdownAsync"/>.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
