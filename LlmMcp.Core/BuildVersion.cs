using System.Reflection;

namespace LlmMcp.Core;

/// <summary>The version Core reports: the configured one, else the build's.</summary>
internal sealed record BuildVersion(string Text)
{
    public static BuildVersion From(IConfiguration configuration) =>
        new(configuration["Core:Version"] is { Length: > 0 } configured
            ? configured
            : Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0.0.0");
}
