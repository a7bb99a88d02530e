using System.Collections.Frozen;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Limits;

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

    /// <summary>The operating system, as far as known.</summary>
    public string Platform { get; init; } = "";

    /// <summary>What sources and probes say about it: a JSON object.</summary>
    public string Tags { get; init; } = "{}";

    /// <summary>Taken out by an operator until he puts it back.</summary>
    public bool Held { get; init; }

    /// <summary>The base device of a port device; null for a device of its own.</summary>
    public string? ParentId { get; init; }

    /// <summary>The workers that alone reach it; empty when every worker may try.</summary>
    public FrozenSet<string> OnlyWorkers { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What it may run.</summary>
    public DeviceLimits Limits { get; init; } = DeviceLimits.None;

    /// <summary>Those of <see cref="Models"/> its limits forbid, with the first reason.</summary>
    public FrozenDictionary<string, string> Forbidden { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Canonical names of models it had and no longer has.</summary>
    public FrozenSet<string> Gone { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether it may be sent jobs after its failures.</summary>
    public Circuit Circuit { get; init; } = Circuit.Closed;

    /// <summary>Jobs it may run at once; 0 before its slots are written.</summary>
    public int Slots { get; init; }

    /// <summary>Slots taken when last looked at.</summary>
    public int UsedSlots { get; init; }

    /// <summary>True when jobs may be sent there.</summary>
    public bool Online => Status == DeviceStatus.Online;

    /// <summary>True for a provider as a whole, which runs whatever model it is asked for.</summary>
    public bool IsCloud => BaseUrl is null;

    /// <summary>Longest context in tokens that a request may need here for a model that has <paramref name="modelContext"/>.</summary>
    public int EffectiveContext(int modelContext) => Math.Min(modelContext, Limits.MaxContext ?? int.MaxValue);

    /// <summary>True when nothing differs that a scheduler or a router would act on; speeds and times do not count.</summary>
    public bool ServesAs(FleetDevice other) =>
        Id == other.Id && Provider == other.Provider && Status == other.Status && BaseUrl == other.BaseUrl && HostHeader == other.HostHeader
        && Models.SetEquals(other.Models) && Loaded.SetEquals(other.Loaded)
        && Slots == other.Slots && Circuit.State == other.Circuit.State && Circuit.ProbeDue == other.Circuit.ProbeDue
        && OnlyWorkers.SetEquals(other.OnlyWorkers) && Limits.MaxContext == other.Limits.MaxContext
        && Forbidden.Count == other.Forbidden.Count && Forbidden.All(pair => other.Forbidden.GetValueOrDefault(pair.Key) == pair.Value);
}

/// <summary>Values of <c>devices.status</c>.</summary>
internal static class DeviceStatus
{
    public const string Unknown = "unknown";
    public const string Online = "online";
    public const string Offline = "offline";
}
