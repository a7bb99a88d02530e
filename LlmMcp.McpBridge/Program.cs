using LlmMcp.McpBridge;
using LlmMcp.ServiceDefaults.Health;
using LlmMcp.ServiceDefaults.Start;

if (HealthProbe.IsAsked(args))
{
    return await HealthProbe.RunAsync(
        static settings => HealthProbe.AskAsync(HealthProbe.PageOf(settings["Bridge:HttpAddress"] ?? new BridgeOptions().HttpAddress, "/health/ready"), key: null, Console.Out), Console.Out);
}

return await ProcessStart.RunAsync(
    () =>
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("Bridge");
        builder.AddBridge();
        return builder.Build();
    },
    static app => app.MapBridge());
