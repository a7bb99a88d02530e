namespace Grpc.AspNetCore.Server;

/// <summary>The client canceled or its connection died while a handler read or wrote.</summary>
internal sealed class ClientGoneException(Exception? cause) : OperationCanceledException("The client ended the call.", cause);
