namespace LlmMcp.Cli.CoreApi;

/// <summary>The paths of Core's job API.</summary>
internal static class JobPaths
{
    public const string Jobs = "v1/jobs";
    public const string Request = "v1/llm/request";
    public const string Devices = "v1/devices";
    public const string Workers = "v1/workers";

    public static string One(string id) => $"{Jobs}/{Uri.EscapeDataString(id)}";

    public static string Wait(string id, int seconds) => $"{One(id)}?wait={seconds}";

    public static string Explain(string id) => $"{One(id)}?explain=1";

    public static string Stream(string id) => $"{One(id)}/stream";

    public static string Retry(string id) => $"{One(id)}/retry";
}
