using LlmMcp.ServiceDefaults.Health;
using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Worker;
using LlmMcp.Worker.Health;

if (HealthProbe.IsAsked(args))
{
    return await HealthProbe.RunAsync(
        static settings => HealthProbe.AskAsync(
            HealthProbe.PageOf(settings["Worker:HealthAddress"] ?? new WorkerOptions().HealthAddress, "/health"), settings["Worker:ApiKey"], Console.Out),
        Console.Out);
}

return await ProcessStart.RunAsync(
    () =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("Worker");
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddWorker();
        builder.AddWorkerHealth();
        return builder.Build();
    },
    static app => app.MapWorkerHealth());
