using System.Net;

namespace LlmMcp.Cli.Doctor;

/// <summary>Where an <c>up</c> started in this environment would listen.</summary>
internal sealed record ListenAddresses(IPEndPoint Http, IPEndPoint Grpc, IPEndPoint Mcp)
{
    public const string HttpVariable = "CORE_HTTP_ADDR";
    public const string GrpcVariable = "CORE_GRPC_ADDR";
    public const string McpVariable = "MCP_HTTP_ADDR";

    public static ListenAddresses From(CliHost host) => new(
        Parse(host.Variable(HttpVariable), 8080), Parse(host.Variable(GrpcVariable), 9090), Parse(host.Variable(McpVariable), 3333));

    /// <summary><c>host:port</c>, <c>:port</c> (everywhere, as Go writes it) or a port; a name counts as reachable from outside unless it is localhost.</summary>
    public static IPEndPoint Parse(string? text, int defaultPort)
    {
        if (text is null)
        {
            return new IPEndPoint(IPAddress.Loopback, defaultPort);
        }

        if (IPEndPoint.TryParse(text, out var exact) && text.Contains('.'))
        {
            return exact;
        }

        var cut = text.LastIndexOf(':');
        var name = cut < 0 ? "localhost" : text[..cut].Trim('[', ']');
        var port = int.TryParse(text[(cut + 1)..], out var number) && number is > 0 and <= 65535 ? number : defaultPort;
        var address = name is "localhost" ? IPAddress.Loopback : IPAddress.TryParse(name, out var parsed) ? parsed : IPAddress.Any;
        return new IPEndPoint(address, port);
    }
}
