using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.ServiceDefaults.Health;
using LlmMcp.Worker;
using LlmMcp.Worker.Health;
using Microsoft.Extensions.Options;

if (HealthProbe.IsAsked(args))
{
    var settings = HealthProbe.Settings();
    return await HealthProbe.AskAsync(
        HealthProbe.PageOf(settings["Worker:HealthAddress"] ?? new WorkerOptions().HealthAddress, "/health"), settings["Worker:ApiKey"], Console.Out);
}

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddEnvironmentAliases();
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    builder.AddWorker();
    builder.AddWorkerHealth();

    await using var app = builder.Build();
    app.MapWorkerHealth();
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (SettingsMistakes.In(e) is { Count: > 0 } mistakes)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, mistakes));
    return 2;
}
