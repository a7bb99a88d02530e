using LlmMcp.Simulator.Anthropic;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Native;
using LlmMcp.Simulator.OpenAi;
using LlmMcp.Simulator.Protocol;
using Microsoft.AspNetCore.Http.Features;

namespace LlmMcp.Simulator.Fleet;

internal static class SimulatorRoutes
{
    public static void MapSimulator(this WebApplication application, SimulatedFleet fleet)
    {
        application.Use(RequestRing.InvokeAsync);
        application.Use(AccessRules.InvokeAsync);
        application.UseRouting();
        application.MapStatus();
        application.MapGenerate();
        application.MapChat();
        application.MapEmbed();
        application.MapModels();
        application.MapShow();
        application.MapPull();
        application.MapPush();
        application.MapCreate();
        application.MapBlobs();
        application.MapOpenAiModels();
        application.MapChatCompletions();
        application.MapCompletions();
        application.MapOpenAiEmbeddings();
        application.MapResponses();
        application.MapMessages();
        application.MapFaults(fleet);
    }

    public static SimulatedNode Node(this HttpContext context) => context.Features.GetRequiredFeature<SimulatedNode>();
}
