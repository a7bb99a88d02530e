using System.CommandLine;
using System.Net;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Doctor;

namespace LlmMcp.Cli.Up;

/// <summary>The options of <c>llm-mcp up</c>.</summary>
internal sealed class UpOptions
{
    private readonly Option<bool> demo = new("--demo") { Description = "Add a simulated fleet: six made-up machines whose answers are made up too." };
    private readonly Option<string?> data = new("--data") { Description = "Where the private database lives. Default: this user's state directory.", HelpName = "DIR" };
    private readonly Option<int?> http = new("--http") { Description = "Port of HTTP. Default 8080.", HelpName = "PORT" };
    private readonly Option<int?> grpc = new("--grpc") { Description = "Port of gRPC. Default 9090.", HelpName = "PORT" };
    private readonly Option<int?> mcp = new("--mcp") { Description = "Port of MCP. Default 3333.", HelpName = "PORT" };
    private readonly Option<int?> postgres = new("--pg-port") { Description = "Also open the private database on this port of loopback.", HelpName = "PORT" };
    private readonly Option<int?> workers = new("--workers") { Description = "How many workers, from 0. Default 1.", HelpName = "N" };

    public void AddTo(Command command)
    {
        foreach (var port in new[] { http, grpc, mcp, postgres })
        {
            port.Within(1, 65_535);
        }

        workers.Within(0, 64);
        foreach (var option in new Option[] { demo, data, http, grpc, mcp, postgres, workers })
        {
            command.Add(option);
        }
    }

    public UpPlan Read(Invocation invocation)
    {
        var host = invocation.Host;
        var settings = new Dictionary<string, string?>();
        return new UpPlan
        {
            Demo = invocation.Value(demo),
            DataDirectory = Path.GetFullPath(invocation.Value(data) ?? DataDirectory.Default(host)),
            Http = Address("Core:HttpAddress", host.Variable(ListenAddresses.HttpVariable), invocation.Value(http), 8080),
            Grpc = Address("Core:GrpcAddress", host.Variable(ListenAddresses.GrpcVariable), invocation.Value(grpc), 9090),
            Mcp = Address("Bridge:HttpAddress", host.Variable(ListenAddresses.McpVariable), invocation.Value(mcp), 3333),
            PostgresPort = invocation.Value(postgres),
            Workers = invocation.Value(workers) ?? 1,
            Settings = settings,
        };

        // The option changes the port alone: who may connect stays as it was configured.
        IPEndPoint Address(string key, string? configured, int? port, int defaultPort)
        {
            if (port is not null)
            {
                configured = $"{configured?[..Math.Max(0, configured.LastIndexOf(':'))] ?? "127.0.0.1"}:{port}";
                settings[key] = configured;
            }

            return ListenAddresses.Parse(configured, defaultPort);
        }
    }
}
