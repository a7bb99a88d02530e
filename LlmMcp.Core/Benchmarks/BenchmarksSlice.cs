using LlmMcp.Core.Jobs;
using LlmMcp.ServiceDefaults.Start;

namespace LlmMcp.Core.Benchmarks;

/// <summary>How fast models are on devices, measured on purpose.</summary>
internal static class BenchmarksSlice
{
    public static IServiceCollection AddBenchmarks(this IServiceCollection services)
    {
        services.AddOptions<BenchmarkOptions>().BindSettings(BenchmarkOptions.Section).ValidateOnStart();
        services.AddSingleton<BenchmarkReader>();
        services.AddSingleton<DeviceRatings>();
        services.AddSingleton<BenchmarkRuns>();
        services.AddSingleton<BenchmarkFactReader>();
        services.AddSingleton<BenchmarkSweep>();
        services.AddSingleton<IFinishHandler, BenchmarkRecorder>();
        services.AddHostedService<BenchmarkLoop>();
        return services;
    }

    public static void MapBenchmarks(this IEndpointRouteBuilder routes) => routes.MapBenchmarkCalls();
}
