using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Worker;
using LlmMcp.Worker.Health;

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
