using Grpc.AspNetCore.Server;
using Grpc.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds and maps the reflection service of gRPC.</summary>
public static class GrpcReflectionExtensions
{
    /// <summary>Adds the reflection service, v1 and v1alpha.</summary>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        services.TryAddSingleton<ReflectionAnswers>();
        return services;
    }

    /// <summary>Maps the reflection service; it tells of every gRPC service this application maps.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder) =>
        new([builder.MapGrpcService<ReflectionService>(), builder.MapGrpcService<ReflectionServiceAlpha>()]);
}
