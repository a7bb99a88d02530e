namespace Grpc.Core;

/// <summary>Changes host and options of each call on its way to another invoker.</summary>
internal sealed class RewritingCallInvoker(CallInvoker inner, Func<string?, CallOptions, (string? Host, CallOptions Options)> rewrite) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        (host, options) = rewrite(host, options);
        return inner.BlockingUnaryCall(method, host, options, request);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        (host, options) = rewrite(host, options);
        return inner.AsyncUnaryCall(method, host, options, request);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        (host, options) = rewrite(host, options);
        return inner.AsyncServerStreamingCall(method, host, options, request);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        (host, options) = rewrite(host, options);
        return inner.AsyncClientStreamingCall(method, host, options);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        (host, options) = rewrite(host, options);
        return inner.AsyncDuplexStreamingCall(method, host, options);
    }
}
