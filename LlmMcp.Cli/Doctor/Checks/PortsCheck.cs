using System.Net;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Up;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>Whether the ports that <c>up</c> wants are free. With Core running they are not, and that is right.</summary>
internal static class PortsCheck
{
    private const string Topic = "Ports";

    public static Task<IReadOnlyList<Finding>> RunAsync(Examination examination, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>(
        [
            Port("HTTP", examination.Listening.Http, "--http", examination),
            Port("gRPC", examination.Listening.Grpc, "--grpc", examination),
            Port("MCP", examination.Listening.Mcp, "--mcp", examination),
        ]);

    private static Finding Port(string subject, IPEndPoint endpoint, string option, Examination examination)
    {
        if (PortState.IsFree(endpoint))
        {
            return new Finding(Topic, subject, Verdict.Ok, $"{endpoint} is free");
        }

        var owner = PortOwner.Of(endpoint.Port);
        var by = owner is null ? string.Empty : $" by {owner}";
        return examination.CoreHealth is CoreHealth.Answers answers
            ? new Finding(Topic, subject, Verdict.Ok, $"{endpoint} is in use{by}; Core {answers.Version} runs")
            : new Finding(Topic, subject, Verdict.Warning, $"{endpoint} is taken{by}", $"Stop that program, or choose another port: `llm-mcp up {option} {endpoint.Port + 1}`.");
    }
}
