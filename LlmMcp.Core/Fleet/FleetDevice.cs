using System.Collections.Frozen;

namespace LlmMcp.Core.Fleet;

/// <summary>A place that answers: a node of the owner's, or a cloud provider as a whole.</summary>
internal sealed record FleetDevice
{
    /// <summary>Stable id, e.g. <c>extra:pi5:11435</c> or <c>cloud:openai</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Contracts.Providers"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The machine, without a port.</summary>
    public string Host { get; init; } = "";

    /// <summary>Null for a cloud provider, whose address the worker knows.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Host header the node wants, where it is not the address.</summary>
    public string? HostHeader { get; init; }

    /// <summary><c>unknown</c>, <c>online</c> or <c>offline</c>.</summary>
    public required string Status { get; init; }

    /// <summary>A node of the simulator: its answers are made up, and everything that shows it says so.</summary>
    public bool Simulated { get; init; }

    /// <summary>Canonical names of the models it can run.</summary>
    public FrozenSet<string> Models { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Those of <see cref="Models"/> in its memory when last looked at.</summary>
    public FrozenSet<string> Loaded { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Time to answer a probe, in milliseconds.</summary>
    public int? LatencyMs { get; init; }

    /// <summary>When it last answered.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>True when jobs may be sent there.</summary>
    public bool Online => Status == DeviceStatus.Online;

    /// <summary>True for a provider as a whole, which runs whatever model it is asked for.</summary>
    public bool IsCloud => BaseUrl is null;

    /// <summary>True when nothing differs that a scheduler or a router would act on; speeds and times do not count.</summary>
    public bool ServesAs(FleetDevice other) =>
        Id == other.Id && Provider == other.Provider && Status == other.Status && BaseUrl == other.BaseUrl && HostHeader == other.HostHeader
        && Models.SetEquals(other.Models) && Loaded.SetEquals(other.Loaded);
}

/// <summary>Values of <c>devices.status</c>.</summary>
internal static class DeviceStatus
{
    public const string Unknown = "unknown";
    public const string Online = "online";
    public const string Offline = "offline";
}
