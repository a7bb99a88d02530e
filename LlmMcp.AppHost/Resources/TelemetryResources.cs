using LlmMcp.AppHost.Publishing;
using LlmMcp.AppHost.Settings;
using LlmMcp.AppHost.Wiring;

namespace LlmMcp.AppHost.Resources;

/// <summary>Alerts. As long as nobody is to be told it says so once and waits.</summary>
internal static class TelemetryResources
{
    // The home of the image's user: a new volume takes over owner and mode of what it covers.
    private const string StateDirectory = "/home/app";

    public static void AddTelemetry(this IDistributedApplicationBuilder builder, AppHostSettings settings, Variables variables, IResourceBuilder<ProjectResource> core)
    {
        var telemetry = builder.AddProject<Projects.LlmMcp_Telemetry>("telemetry", launchProfileName: null)
            .WithOwnListeners()
            .WithReference(core.GetEndpoint("http"))
            .WaitFor(core);
        if (telemetry.IsPublished())
        {
            telemetry.WithAnnotation(new ContainerMountAnnotation("llm-mcp-telemetry", StateDirectory, ContainerMountType.Volume, isReadOnly: false))
                .Hardened(settings.Target, ContainerProfiles.Telemetry);
        }

        variables.PassTo(telemetry, "Telemetry").WithWiring(() => ProcessEnvironment.Telemetry<object>(
            core.GetEndpoint("http"), variables.InternalKey.Resource, telemetry.IsPublished() ? StateDirectory : null));
    }
}
