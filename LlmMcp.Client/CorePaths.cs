namespace LlmMcp.Client;

/// <summary>The paths of Core's API.</summary>
public static class CorePaths
{
    public const string Jobs = "v1/jobs";
    public const string Request = "v1/llm/request";
    public const string Devices = "v1/devices";
    public const string Workers = "v1/workers";
    public const string Route = "v1/llm/route";
    public const string Models = "v1/models";
    public const string DeviceOffline = "v1/devices/offline";
    public const string DeviceOnline = "v1/devices/online";
    public const string Discover = "v1/discovery/run";
    public const string Benchmarks = "v1/benchmarks";
    public const string RunBenchmarks = "v1/benchmarks/run";
    public const string CompareBenchmarks = "v1/benchmarks/compare";
    public const string CostSummary = "v1/costs/summary";
    public const string Dashboard = "v1/dashboard";
    public const string Balance = "v1/costs/balance";
    public const string ModelStats = "v1/models/stats";
    public const string SyncModels = "v1/models/sync";
    public const string Feedback = "v1/feedback";
    public const string Knowledge = "v1/knowledge";
    public const string IngestKnowledge = "v1/knowledge/ingest";
    public const string Discovery = "v1/discovery";
    public const string DebugHealth = "v1/debug/health";

    /// <summary>The path with those parameters that were said.</summary>
    public static string With(string path, params (string Name, string? Value)[] parameters)
    {
        var said = parameters.Where(static parameter => parameter.Value is not null).Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}").ToList();
        return said.Count == 0 ? path : $"{path}?{string.Join('&', said)}";
    }

    public static string One(string id) => $"{Jobs}/{Uri.EscapeDataString(id)}";

    public static string Wait(string id, int seconds) => $"{One(id)}?wait={seconds}";

    public static string Explain(string id) => $"{One(id)}?explain=1";

    public static string Stream(string id) => $"{One(id)}/stream";

    public static string Device(string id) => $"{Devices}/{Uri.EscapeDataString(id)}";

    public static string Probe(string device) => $"{Device(device)}/probe";

    public static string LoadModel(string device) => $"{Device(device)}/models/load";

    public static string UnloadModel(string device) => $"{Device(device)}/models/unload";

    public static string Retry(string id) => $"{One(id)}/retry";
}
