using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>The HTTP side of a call.</summary>
public static class ServerCallContextExtensions
{
    /// <summary>The HTTP request the call came with.</summary>
    /// <exception cref="InvalidOperationException">The context is a test double.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext) => serverCallContext is ServerCall call
        ? call.Http
        : throw new InvalidOperationException("The call did not come over HTTP.");
}
