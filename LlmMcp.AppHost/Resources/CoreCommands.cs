using System.Net.Http.Json;
using System.Text.Json;

namespace LlmMcp.AppHost.Resources;

/// <summary>Buttons on the dashboard: what an operator would otherwise send with curl and the internal key.</summary>
internal static class CoreCommands
{
    private const string KeyHeader = "X-API-Key";

    public static IResourceBuilder<ProjectResource> WithCoreCommands(this IResourceBuilder<ProjectResource> core, ParameterResource key) => core
        .WithHttpCommand("/v1/discovery/run", "Run discovery", endpointName: "http", commandName: "run-discovery", commandOptions: new HttpCommandOptions
        {
            Description = "Looks for model servers now and probes every node.",
            IconName = "Search",
            Method = HttpMethod.Post,
            PrepareRequest = context => ShowKeyAsync(context, key),
            ResultMode = HttpCommandResultMode.Json,
        })
        .WithHttpCommand("/v1/debug/test", "Smoke test", endpointName: "http", commandName: "smoke-test", commandOptions: new HttpCommandOptions
        {
            Description = "Tries database, nodes and queue; leaves nothing behind.",
            IconName = "Beaker",
            IsHighlighted = true,
            Method = HttpMethod.Post,
            PrepareRequest = context => ShowKeyAsync(context, key),
            GetCommandResult = JudgeSmokeTestAsync,
        })
        .WithHttpCommand("/v1/benchmarks/run", "Benchmark", endpointName: "http", commandName: "run-benchmark", commandOptions: new HttpCommandOptions
        {
            Description = "Measures every model on every online Ollama node once.",
            ConfirmationMessage = "Every model of every online node answers once. The nodes are busy meanwhile. Go on?",
            IconName = "TopSpeed",
            Method = HttpMethod.Post,
            PrepareRequest = context =>
            {
                context.Request.Content = JsonContent.Create(new { devices = "all" });
                return ShowKeyAsync(context, key);
            },
            ResultMode = HttpCommandResultMode.Json,
        });

    private static async Task ShowKeyAsync(HttpCommandRequestContext context, ParameterResource key) =>
        context.Request.Headers.Add(KeyHeader, await key.GetValueAsync(context.CancellationToken));

    /// <summary>The call answers 200 whatever it finds; the verdict is in its body.</summary>
    private static async Task<ExecuteCommandResult> JudgeSmokeTestAsync(HttpCommandResultContext context)
    {
        var body = await context.Response.Content.ReadAsStringAsync(context.CancellationToken);
        if (!context.Response.IsSuccessStatusCode)
        {
            return CommandResults.Failure($"Core answered {(int)context.Response.StatusCode}.", body, CommandResultFormat.Json);
        }

        using var verdict = JsonDocument.Parse(body);
        var status = verdict.RootElement.GetProperty("status").GetString();
        return status == "fail"
            ? CommandResults.Failure("The smoke test failed.", body, CommandResultFormat.Json)
            : CommandResults.Success($"The smoke test says {status}.", body, CommandResultFormat.Json);
    }
}
