using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.Worker;
using LlmMcp.Worker.Health;
using LlmMcp.Worker.Session;
using Microsoft.Extensions.Options;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddEnvironmentAliases();
    builder.AddWorker();
    var health = builder.Configuration["Worker:HealthAddress"] ?? new WorkerOptions().HealthAddress;
    builder.WebHost.UseUrls($"{DialAddress.Listen(health)}");

    var app = builder.Build();
    app.MapWorkerHealth();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is InvalidConfigurationException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(e.Message.Replace("; ", Environment.NewLine, StringComparison.Ordinal));
    return 2;
}
