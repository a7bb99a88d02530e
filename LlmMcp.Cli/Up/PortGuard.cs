using System.Net;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Up;

/// <summary>Refuses to start anything while a wanted port is taken, and says by whom and what to do.</summary>
internal static class PortGuard
{
    public static async Task CheckAsync(UpPlan plan, CancellationToken cancellationToken)
    {
        if (!PortState.IsFree(plan.Http))
        {
            using var core = new CoreClient(new CoreAddress(plan.HttpUrl, null, "--http"));
            throw await core.ProbeAsync(cancellationToken) is CoreHealth.Answers answers
                ? AlreadyRuns(plan, answers.Version)
                : Taken("HTTP", plan.Http, "--http");
        }

        (string Option, int Port)[] doors = [("--http", plan.Http.Port), ("--grpc", plan.Grpc.Port), ("--mcp", plan.Mcp.Port)];
        if (doors.GroupBy(static door => door.Port, static door => door.Option).FirstOrDefault(static same => same.Count() > 1) is { } shared)
        {
            throw CommandFailedException.Usage($"{string.Join(" and ", shared)} are both {shared.Key}; they need a port each.");
        }

        if (!PortState.IsFree(plan.Grpc))
        {
            throw Taken("gRPC", plan.Grpc, "--grpc");
        }

        if (!PortState.IsFree(plan.Mcp))
        {
            throw Taken("MCP", plan.Mcp, "--mcp");
        }

        if (plan.PostgresPort is { } port && new IPEndPoint(IPAddress.Loopback, port) is var postgres && !PortState.IsFree(postgres))
        {
            throw Taken("PostgreSQL", postgres, "--pg-port");
        }
    }

    private static CommandFailedException AlreadyRuns(UpPlan plan, string version)
    {
        var owner = PortOwner.Of(plan.Http.Port) is { } known ? $", {known}" : string.Empty;
        return new CommandFailedException(
            "already_running",
            $"llm-mcp {version} already runs at {plan.HttpUrl.ToString().TrimEnd('/')}{owner}.",
            "Use it: `llm-mcp ask \"…\"`. A second one needs its own --data, --http, --grpc and --mcp.");
    }

    private static CommandFailedException Taken(string what, IPEndPoint endpoint, string option) => new(
        "port_taken",
        $"Port {endpoint.Port} for {what} is taken{(PortOwner.Of(endpoint.Port) is { } owner ? $" by {owner}" : string.Empty)}.",
        $"Stop that program, or choose another port: `llm-mcp up {option} {endpoint.Port % 65_535 + 1}`.");
}
