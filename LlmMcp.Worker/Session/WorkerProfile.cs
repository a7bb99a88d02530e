using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Session;

/// <summary>How a worker introduces itself.</summary>
internal sealed record WorkerProfile(string WorkerId, string Name, ServedKinds Kinds, int LeaseSeconds, bool HasOwnOllama)
{
    public static string Version { get; } =
        typeof(WorkerProfile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>This process among all that may use its id by mistake.</summary>
    public static string Instance { get; } = Guid.NewGuid().ToString("N");

    public WorkerHello Hello(IReadOnlyList<HeldJob> held, WorkerCapacity capacity)
    {
        var hello = new WorkerHello { Worker = Info(), LeaseSeconds = LeaseSeconds, Capacity = capacity, Version = Version, Instance = Instance };
        hello.Kinds.AddRange(Kinds.Names);
        hello.Held.AddRange(held);
        return hello;
    }

    private WorkerInfo Info()
    {
        var tags = new JsonObject { ["version"] = Version, ["slots"] = Kinds.Window.Slots };
        if (HasOwnOllama)
        {
            tags["ollama"] = true;
        }

        return new WorkerInfo
        {
            Id = WorkerId,
            Name = Name,
            Platform = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux",
            Arch = RuntimeInformation.OSArchitecture switch
            {
                Architecture.X64 => "x86_64",
                Architecture.Arm64 => "aarch64",
                var other => $"{other}".ToLowerInvariant(),
            },
            Host = Environment.MachineName,
            TagsJson = tags.ToJsonString(),
        };
    }
}
