using System.Text.Json.Serialization;

namespace LlmMcp.Simulator.Faults;

/// <summary>What goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>The node is off: its port refuses connections and open ones are cut.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,

    /// <summary>The request is taken and nothing is ever answered.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>Reading the prompt and writing the answer take <see cref="Fault.Factor"/> times as long.</summary>
    [JsonStringEnumMemberName("slow")]
    Slow,

    /// <summary>The stream ends after <see cref="Fault.AfterChunks"/> chunks.</summary>
    [JsonStringEnumMemberName("break")]
    Break,

    /// <summary>The request fails with <see cref="Fault.Status"/> and <see cref="Fault.Text"/>.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>503 as when the load queue is full.</summary>
    [JsonStringEnumMemberName("busy")]
    Busy,
}
