using System.Net;

namespace LlmMcp.Cli.Up;

/// <summary>What <c>up</c> is going to start.</summary>
internal sealed record UpPlan
{
    public required bool Demo { get; init; }

    /// <summary>Absolute; used only for the private database.</summary>
    public required string DataDirectory { get; init; }

    public required IPEndPoint Http { get; init; }

    public required IPEndPoint Grpc { get; init; }

    public required IPEndPoint Mcp { get; init; }

    /// <summary>TCP port of the private database; null leaves it on its Unix socket alone.</summary>
    public int? PostgresPort { get; init; }

    public required int Workers { get; init; }

    /// <summary>Settings that the command line changes, by options key; they win over the environment.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where this machine reaches Core: an address of every interface is not one to connect to.</summary>
    public Uri HttpUrl => new($"http://{Reachable(Http)}");

    /// <summary>Where this machine reaches the MCP endpoint.</summary>
    public Uri McpUrl => new($"http://{Reachable(Mcp)}/mcp");

    public IPEndPoint GrpcTarget => Reachable(Grpc);

    private static IPEndPoint Reachable(IPEndPoint endpoint) =>
        endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(IPAddress.Loopback, endpoint.Port)
            : endpoint;
}
