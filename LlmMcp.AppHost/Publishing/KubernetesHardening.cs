using System.Globalization;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using LlmMcp.AppHost.Settings;

namespace LlmMcp.AppHost.Publishing;

/// <summary>A profile in the words of Kubernetes: what the "restricted" Pod Security Standard asks for, and limits and probes.</summary>
internal static class KubernetesHardening
{
    public static void Apply(KubernetesResource published, ContainerProfile profile)
    {
        if (published.Workload is not { } workload)
        {
            return;
        }

        var pod = workload.PodTemplate.Spec;
        pod.AutomountServiceAccountToken = false;
        pod.EnableServiceLinks = false;
        pod.TerminationGracePeriodSeconds = profile.StopSeconds;
        pod.SecurityContext = new PodSecurityContextV1
        {
            RunAsNonRoot = true,
            RunAsUser = profile.User,
            RunAsGroup = profile.User,
            FsGroup = profile.User,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new SeccompProfileV1 { Type = "RuntimeDefault" },
        };
        foreach (var container in pod.Containers)
        {
            Confine(container, profile);
            AddScratch(pod, container, profile);
            AddProbes(container, profile);
        }

        Replace(workload);
    }

    private static void Confine(ContainerV1 container, ContainerProfile profile)
    {
        container.SecurityContext = new SecurityContextV1
        {
            AllowPrivilegeEscalation = false, ReadOnlyRootFilesystem = true, RunAsNonRoot = true, Capabilities = new CapabilitiesV1 { Drop = { "ALL" } },
        };
        container.Resources = new ResourceRequirementsV1
        {
            // A quarter is set aside; the limits are what a busy hour may take.
            Requests = { ["cpu"] = Millicores(profile.Cores / 4), ["memory"] = $"{profile.MemoryMiB / 4}Mi" },
            Limits = { ["cpu"] = Millicores(profile.Cores), ["memory"] = $"{profile.MemoryMiB}Mi" },
        };
        if (profile.Gpu != Gpu.None)
        {
            container.Resources.Limits[profile.Gpu == Gpu.Nvidia ? "nvidia.com/gpu" : "amd.com/gpu"] = "1";
        }
    }

    private static void AddScratch(PodSpecV1 pod, ContainerV1 container, ContainerProfile profile)
    {
        foreach (var directory in (string[])["/tmp", .. profile.Scratch])
        {
            var name = $"scratch{directory.Replace('/', '-')}";
            pod.Volumes.Add(new VolumeV1 { Name = name, EmptyDir = new EmptyDirVolumeSourceV1 { SizeLimit = "64Mi" } });
            container.VolumeMounts.Add(new VolumeMountV1 { Name = name, MountPath = directory });
        }
    }

    private static void AddProbes(ContainerV1 container, ContainerProfile profile)
    {
        const int Every = 10;
        if (profile.Check is { } check)
        {
            container.StartupProbe = Ask(check, Every, profile.StartSeconds / Every);
            container.ReadinessProbe = Ask(check, Every, failures: 3);
        }

        if (profile.Live is var (port, path))
        {
            container.LivenessProbe = new ProbeV1
            {
                HttpGet = new HttpGetActionV1 { Scheme = "HTTP", Path = path, Port = port }, PeriodSeconds = 20, TimeoutSeconds = 5, FailureThreshold = 6,
            };
        }
    }

    private static ProbeV1 Ask(IReadOnlyList<string> command, int seconds, int failures)
    {
        var probe = new ProbeV1 { Exec = new ExecActionV1(), PeriodSeconds = seconds, TimeoutSeconds = 5, FailureThreshold = failures };
        probe.Exec.Command.AddRange(command);
        return probe;
    }

    private static void Replace(Workload workload)
    {
        switch (workload)
        {
            case Deployment deployment:
                // A volume has one user at a time; without one, the successor is there before its predecessor goes.
                var one = deployment.Spec.Template.Spec.Volumes.Exists(static volume => volume.PersistentVolumeClaim is not null);
                deployment.Spec.Strategy.RollingUpdate = new RollingUpdateDeploymentV1 { MaxUnavailable = one ? 1 : 0, MaxSurge = one ? 0 : 1 };
                break;
            case StatefulSet set:
                set.Spec.ServiceName = $"{set.Metadata.Labels["app.kubernetes.io/component"]}-service";
                break;
        }
    }

    private static string Millicores(double cores) => $"{(cores * 1000).ToString("0", CultureInfo.InvariantCulture)}m";
}
