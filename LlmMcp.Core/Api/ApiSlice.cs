using LlmMcp.ServiceDefaults.Start;

namespace LlmMcp.Core.Api;

/// <summary>What every door of Core shares.</summary>
internal static class ApiSlice
{
    /// <summary>Options of the doors, checked at start.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindSettings(ApiOptions.Section).ValidateOnStart();
        return services;
    }

    /// <summary>Goes first, so that every refusal and every failure behind it leaves in one shape.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.UseMiddleware<ProblemMiddleware>();
}
