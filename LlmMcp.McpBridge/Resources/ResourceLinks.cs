using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Resources;

/// <summary>Links from a tool's answer to what did not fit in it, and the URIs they are made of.</summary>
internal static class ResourceLinks
{
    /// <summary>MIME type of every resource.</summary>
    public const string Json = "application/json";

    /// <summary>Everything at a glance.</summary>
    public const string DashboardUri = "dashboard://";

    /// <summary>Models and the devices that have them.</summary>
    public const string ModelsUri = "models://";

    /// <summary>What begins the URIs of jobs.</summary>
    public const string JobPrefix = "job://";

    /// <summary>What begins the URIs of costs.</summary>
    public const string CostsPrefix = "costs://";

    /// <summary>What ends the URIs of results.</summary>
    public const string ResultSuffix = "/result";

    public static string JobUri(string id) => JobPrefix + id;

    public static string CostsUri(string period) => CostsPrefix + period;

    /// <summary>The whole job.</summary>
    public static ResourceLinkBlock Job(string id) => Link(JobUri(id), $"job {id}", "The job: status, question and answer.");

    /// <summary>The whole result of a job.</summary>
    public static ResourceLinkBlock JobResult(string id) => Link(JobUri(id) + ResultSuffix, $"result of job {id}", "The whole result, uncut.");

    /// <summary>The whole dashboard.</summary>
    public static ResourceLinkBlock Dashboard() => Link(DashboardUri, "dashboard", "Everything at a glance, uncut.");

    /// <summary>All models.</summary>
    public static ResourceLinkBlock Models() => Link(ModelsUri, "models", "Every model and the devices that have it.");

    /// <summary>All costs of a period.</summary>
    public static ResourceLinkBlock Costs(string period) => Link(CostsUri(period), $"costs of a {period}", "The whole summary.");

    private static ResourceLinkBlock Link(string uri, string name, string description) =>
        new() { Uri = uri, Name = name, Description = description, MimeType = Json };
}
