using System.Globalization;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using LlmMcp.AppHost.Settings;

namespace LlmMcp.AppHost.Publishing;

/// <summary>A profile in the words of Docker Compose.</summary>
internal static class ComposeHardening
{
    private const string Healthy = "service_healthy";

    public static void Apply(Service service, ContainerProfile profile)
    {
        var user = profile.User.ToString(CultureInfo.InvariantCulture);
        service.User = $"{user}:{user}";
        service.ReadOnly = true;
        service.CapDrop = ["ALL"];
        service.SecurityOpt = ["no-new-privileges:true"];
        // Whoever may start a process in there may not fill the memory with files.
        service.Tmpfs = [.. new[] { "/tmp" }.Concat(profile.Scratch).Select(directory => $"{directory}:uid={user},gid={user},mode=1770,size=64m")];
        // Other machines are let in on purpose, with BIND_ADDRESS=0.0.0.0 in the .env file.
        service.Ports = [.. service.Ports.Select(static port => $"${{BIND_ADDRESS:-127.0.0.1}}:{port}")];
        service.Restart = "unless-stopped";
        service.StopGracePeriod = $"{profile.StopSeconds}s";
        service.Init = true;
        // The replicas Aspire knows of are for this machine and for Kubernetes; here `docker compose up --scale` decides.
        service.Deploy = new Deploy
        {
            Resources = new Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm.Resources
            {
                Limits = new ResourceSpec { Cpus = profile.Cores.ToString(CultureInfo.InvariantCulture), Memory = $"{profile.MemoryMiB}M" },
            },
        };
        if (profile.Check is { } check)
        {
            service.Healthcheck = new Healthcheck
            {
                // A dollar sign belongs to the shell in the container, not to Compose.
                Test = ["CMD", .. check.Select(static word => word.Replace("$", "$$", StringComparison.Ordinal))],
                Interval = "15s",
                Timeout = "5s",
                Retries = 6,
                StartPeriod = $"{profile.StartSeconds}s",
            };
        }

        foreach (var (name, dependency) in service.DependsOn)
        {
            dependency.Condition = HasCheck(name) ? Healthy : dependency.Condition;
        }

        if (profile.CallsTheHost)
        {
            service.ExtraHosts["host.docker.internal"] = "host-gateway";
        }

        service.Devices = profile.Gpu switch
        {
            Gpu.Nvidia => ["nvidia.com/gpu=all"],
            Gpu.Amd => ["/dev/kfd", "/dev/dri"],
            _ => service.Devices,
        };
    }

    // What others wait for.
    private static bool HasCheck(string service) => service is "postgres" or "core";
}
