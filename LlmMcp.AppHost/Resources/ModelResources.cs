using LlmMcp.AppHost.Publishing;
using LlmMcp.AppHost.Settings;
using LlmMcp.AppHost.Wiring;

namespace LlmMcp.AppHost.Resources;

/// <summary>The model servers the model begins with, and what has to be up before jobs find them.</summary>
/// <param name="Variables">How Core and workers are told.</param>
/// <param name="Server">The container or the simulator; null when it is not ours.</param>
internal sealed record ModelServerResources(ModelServers<object> Variables, IResourceBuilder<IResource>? Server);

/// <summary>Ollama: a container with the default models, somebody else's, none, or the simulator.</summary>
internal static class ModelResources
{
    private const int SimulatedNodes = 6;
    private const int FirstSimulatedPort = 21434;

    // The home of the only ordinary user the image has: a new volume takes over owner and mode of what it covers.
    private const string OllamaHome = "/home/ubuntu";

    public static ModelServerResources AddModelServers(this IDistributedApplicationBuilder builder, AppHostSettings settings) => settings.Models switch
    {
        ModelSource.Container => builder.AddOllamaContainer(settings),
        ModelSource.Simulator => builder.AddSimulator(settings),
        ModelSource.Host => new ModelServerResources(new ModelServers<object>(HostUrl(builder, settings), null), null),
        _ => new ModelServerResources(new ModelServers<object>("", null), null),
    };

    private static ModelServerResources AddOllamaContainer(this IDistributedApplicationBuilder builder, AppHostSettings settings)
    {
        var ollama = builder.AddOllama("ollama")
            .WithVolume("llm-mcp-ollama", OllamaHome)
            .WithEnvironment("HOME", OllamaHome);
        if (ollama.IsPublished())
        {
            // Nobody is there to pull the models when the container starts, so it does it itself, beside serving.
            ollama.WithEntrypoint("/bin/sh")
                .WithArgs("-c", $"(until ollama pull '{settings.ChatModel}' && ollama pull '{settings.EmbedModel}'; do sleep 10; done) & exec ollama serve")
                .Hardened(settings.Target, ContainerProfiles.Ollama(settings.Gpu));
        }
        else
        {
            ollama.AddModel("chat-model", settings.ChatModel);
            ollama.AddModel("embed-model", settings.EmbedModel);
            ollama = settings.Gpu switch
            {
                Gpu.Nvidia => ollama.WithGPUSupport(OllamaGpuVendor.Nvidia),
                Gpu.Amd => ollama.WithGPUSupport(OllamaGpuVendor.AMD),
                _ => ollama,
            };
        }

        var url = ReferenceExpression.Create($"{ollama.GetEndpoint("http").Property(EndpointProperty.Url)}");
        return new ModelServerResources(new ModelServers<object>(url, null), ollama);
    }

    private static ModelServerResources AddSimulator(this IDistributedApplicationBuilder builder, AppHostSettings settings)
    {
        var simulator = builder.AddProject<Projects.LlmMcp_Simulator>("simulator", launchProfileName: null);
        simulator.WithOwnListeners().WithArgs("--port", $"{FirstSimulatedPort}", "--address", simulator.IsPublished() ? "0.0.0.0" : "127.0.0.1");
        var urls = new ReferenceExpressionBuilder();
        for (var i = 0; i < SimulatedNodes; i++)
        {
            // Each node is known by its port, so nothing may stand between.
            var name = $"node-{i + 1}";
            simulator.WithHttpEndpoint(FirstSimulatedPort + i, FirstSimulatedPort + i, name, isProxied: false);
            urls.AppendLiteral(i == 0 ? "" : ",");
            urls.AppendFormatted(simulator.GetEndpoint(name).Property(EndpointProperty.Url));
        }

        simulator.WithHttpHealthCheck("/api/version", endpointName: "node-1").Hardened(settings.Target, ContainerProfiles.Simulator);
        return new ModelServerResources(new ModelServers<object>("", urls.Build()), simulator);
    }

    private static string? HostUrl(IDistributedApplicationBuilder builder, AppHostSettings settings) =>
        settings.OllamaUrl ?? (builder.ExecutionContext.IsPublishMode ? "http://host.docker.internal:11434" : null);
}
