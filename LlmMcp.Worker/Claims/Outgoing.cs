using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Claims;

/// <summary>What there is to send now, in order, and when the next output falls due.</summary>
internal sealed record Outgoing(IReadOnlyList<WorkerMessage> Messages, TimeSpan? NextOutput);
