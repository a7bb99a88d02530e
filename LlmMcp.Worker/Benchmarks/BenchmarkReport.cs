namespace LlmMcp.Worker.Benchmarks;

/// <summary>One measurement of one model on one device.</summary>
/// <param name="DeviceId">The device, or the worker when the job named none.</param>
/// <param name="Model">The model measured.</param>
/// <param name="TaskType"><c>generate</c> or <c>embed</c>.</param>
/// <param name="TokensIn">Tokens of the prompt; for embeddings a quarter of its length.</param>
/// <param name="TokensOut">Tokens generated; 0 for embeddings.</param>
/// <param name="LatencyMs">Wall time of the whole call in milliseconds.</param>
/// <param name="TokensPerSecond">Generation speed as the server measured it; 0 for embeddings.</param>
/// <param name="MetaJson">JSON object with the provider and the server's raw durations.</param>
internal sealed record BenchmarkReport(
    string DeviceId, string Model, string TaskType, long TokensIn, long TokensOut, long LatencyMs, double TokensPerSecond, string MetaJson);
