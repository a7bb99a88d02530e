namespace Grpc.AspNetCore.Server;

/// <summary>Builds, once per method, the handler with all interceptors around it; the first one is the outermost.</summary>
internal sealed class InterceptorChain(IEnumerable<Type> interceptors)
{
    private readonly Type[] _innermostFirst = [.. interceptors.Reverse()];

    public THandler Around<THandler>(THandler handler, Func<Type, THandler, THandler> wrap) =>
        _innermostFirst.Aggregate(handler, (next, type) => wrap(type, next));
}
