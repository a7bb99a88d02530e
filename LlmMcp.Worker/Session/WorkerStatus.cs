namespace LlmMcp.Worker.Session;

/// <summary>What <c>GET /health</c> tells of one worker.</summary>
internal sealed record WorkerStatus(string Id, SessionPhase Phase, int Held, int Running, IReadOnlyList<string> Kinds);
