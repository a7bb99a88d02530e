using System.Collections.ObjectModel;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Types of interceptors. One that is registered as a service comes from there; any other is made anew for each call.
/// </summary>
public sealed class InterceptorCollection : Collection<Type>
{
    /// <summary>Adds an interceptor inside those added before.</summary>
    public void Add<TInterceptor>()
        where TInterceptor : Interceptor => Add(typeof(TInterceptor));

    /// <inheritdoc/>
    protected override void InsertItem(int index, Type item)
    {
        Check(item);
        base.InsertItem(index, item);
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, Type item)
    {
        Check(item);
        base.SetItem(index, item);
    }

    private static void Check(Type item)
    {
        if (!item.IsSubclassOf(typeof(Interceptor)))
        {
            throw new ArgumentException($"{item} does not derive from {nameof(Interceptor)}.", nameof(item));
        }
    }
}
