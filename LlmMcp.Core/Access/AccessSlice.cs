using LlmMcp.Core.Api;
using LlmMcp.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Access;

/// <summary>Who may call what.</summary>
internal static class AccessSlice
{
    /// <summary>Options, checked at start, and the policy made of them.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton(static provider => new BrowserGuard(Rules(provider.GetRequiredService<IOptions<ApiOptions>>().Value)));
        return services;
    }

    /// <summary>Goes after <c>UseRouting</c> and before the endpoints.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<AccessPolicy>().TrustsNetworks)
        {
            AccessLog.NetworksTrusted(app.ApplicationServices.GetRequiredService<ILogger<AccessPolicy>>());
        }

        return app.UseMiddleware<AccessMiddleware>();
    }

    /// <summary>Which names and pages this Core takes for its own.</summary>
    public static BrowserRules Rules(ApiOptions api) =>
        new("Core", "Core:AllowedHosts", api.AllowedHosts, "Core:AllowedOrigins", api.AllowedOrigins);
}
