using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Runners;

/// <param name="Model">The model to run.</param>
/// <param name="ContextLength">Tokens of context the request asks for; null takes the runner as it is.</param>
/// <param name="KeepAlive">Replaces the runner's keep-alive when given.</param>
internal sealed record RunnerRequest(StoredModel Model, int? ContextLength, TimeSpan? KeepAlive);
