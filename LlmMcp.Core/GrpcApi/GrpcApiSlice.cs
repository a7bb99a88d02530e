namespace LlmMcp.Core.GrpcApi;

/// <summary>The gRPC door, with health and reflection for tools such as grpcurl.</summary>
internal static class GrpcApiSlice
{
    private const int MaxMessageBytes = 64 * 1024 * 1024;

    public static IServiceCollection AddGrpcApi(this IServiceCollection services)
    {
        services.AddSingleton<CoreService>();
        services.AddGrpc(static options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            // ProblemMiddleware answers for services nobody has; a catch-all route would turn unknown HTTP paths into wrong methods.
            options.IgnoreUnknownServices = true;
            options.Interceptors.Add<GrpcErrors>();
        });
        services.AddGrpcHealthChecks();
        services.AddGrpcReflection();
        return services;
    }

    public static IEndpointRouteBuilder MapGrpcApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<CoreService>();
        routes.MapGrpcHealthChecksService();
        routes.MapGrpcReflectionService();
        return routes;
    }
}
