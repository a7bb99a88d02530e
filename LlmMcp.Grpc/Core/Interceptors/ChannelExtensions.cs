namespace Grpc.Core.Interceptors;

/// <summary>Adds headers to every call of a client.</summary>
public static class ChannelExtensions
{
    /// <summary>An invoker that lets <paramref name="interceptor"/> change a copy of the headers of each call.</summary>
    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker().Intercept(interceptor);
    }

    /// <summary>An invoker that lets <paramref name="interceptor"/> change a copy of the headers of each call.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new RewritingCallInvoker(invoker, (host, options) => (host, options.WithHeaders(interceptor(Copy(options.Headers)))));
    }

    private static Metadata Copy(Metadata? headers)
    {
        var copy = new Metadata();
        foreach (var entry in headers ?? Metadata.Empty)
        {
            copy.Add(entry);
        }

        return copy;
    }
}
