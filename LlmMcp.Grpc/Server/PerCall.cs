using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Finds a service or interceptor in the call's scope, or makes one that lives as long as the call.</summary>
internal static class PerCall<T>
    where T : class
{
    public static Task<TResult> RunAsync<TResult>(ServerCallContext context, Func<T, Task<TResult>> use) => RunAsync(context, typeof(T), use);

    public static Task RunAsync(ServerCallContext context, Func<T, Task> use) => RunAsync(context, typeof(T), use);

    public static Task<TResult> RunAsync<TResult>(ServerCallContext context, Type type, Func<T, Task<TResult>> use)
    {
        var services = context.GetHttpContext().RequestServices;
        return services.GetService(type) is T registered
            ? use(registered)
            : RunOwnedAsync(services, type, use);
    }

    public static Task RunAsync(ServerCallContext context, Type type, Func<T, Task> use)
    {
        var services = context.GetHttpContext().RequestServices;
        return services.GetService(type) is T registered
            ? use(registered)
            : RunOwnedAsync(services, type, async instance =>
            {
                await use(instance);
                return true;
            });
    }

    private static async Task<TResult> RunOwnedAsync<TResult>(IServiceProvider services, Type type, Func<T, Task<TResult>> use)
    {
        var instance = (T)ActivatorUtilities.CreateInstance(services, type);
        try
        {
            return await use(instance);
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
    }
}
