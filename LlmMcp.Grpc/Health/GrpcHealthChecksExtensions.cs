using Grpc.AspNetCore.HealthChecks;
using Grpc.AspNetCore.Server;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds and maps the health service of gRPC.</summary>
public static class GrpcHealthChecksExtensions
{
    /// <summary>Adds the health service (grpc.health.v1), which answers from the application's health checks.</summary>
    public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services)
    {
        services.TryAddSingleton<ApplicationHealthService>();
        services.TryAddSingleton<HealthServiceImpl>(provider => provider.GetRequiredService<ApplicationHealthService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthPublisher>());
        return services.AddHealthChecks();
    }

    /// <summary>Maps the health service.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder builder) =>
        builder.MapGrpcService<HealthServiceImpl>();
}
