using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps every method of a service that derives from a generated base class. The service comes from the call's own
    /// scope, or is made for the call when it is not registered.
    /// </summary>
    /// <exception cref="InvalidOperationException">The service has no generated base class, or AddGrpc was not called.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.ServiceProvider.GetService<MappedServices>()
            ?? throw new InvalidOperationException("Call services.AddGrpc() before mapping a gRPC service.");
        var (attribute, baseType) = FindBinding(typeof(TService));

        var binder = ActivatorUtilities.CreateInstance<ServiceMethodBinder<TService>>(builder.ServiceProvider, builder);
        attribute.BindType
            .GetMethod(attribute.BindMethodName, BindingFlags.Public | BindingFlags.Static, [typeof(ServiceBinderBase), baseType])!
            .Invoke(null, [binder, null]);

        foreach (var name in binder.ServiceNames)
        {
            services.Add(name, attribute.BindType);
            binder.Endpoints.Add(UnknownMethod.Map(builder, name));
        }

        var options = builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        if (options.IgnoreUnknownServices is not true && services.TryClaimFallback())
        {
            UnknownMethod.MapUnknownServices(builder);
        }

        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    private static (BindServiceMethodAttribute Attribute, Type BaseType) FindBinding(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                return (attribute, type);
            }
        }

        throw new InvalidOperationException($"{service} derives from no generated base class of a gRPC service.");
    }
}
