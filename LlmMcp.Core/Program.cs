using LlmMcp.Core;
using LlmMcp.ServiceDefaults.Health;
using LlmMcp.ServiceDefaults.Start;

if (HealthProbe.IsAsked(args))
{
    return await HealthProbe.RunAsync(
        static settings => HealthProbe.AskAsync(HealthProbe.PageOf(settings["Core:HttpAddress"] ?? "127.0.0.1:8080", "/health/ready"), key: null, Console.Out), Console.Out);
}

return await ProcessStart.RunAsync(
    () =>
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("Core");
        return builder.AddCore().Build();
    },
    static app => app.MapCore());
