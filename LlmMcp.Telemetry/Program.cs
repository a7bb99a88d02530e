using LlmMcp.ServiceDefaults.Health;
using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Telemetry;

if (HealthProbe.IsAsked(args))
{
    return await HealthProbe.RunAsync(static settings => Task.FromResult(TelemetryHealth.Ask(settings, TimeProvider.System, Console.Out)), Console.Out);
}

return await ProcessStart.RunAsync(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.AddServiceDefaults("Telemetry");
    if (TelemetrySlice.IsConfigured(builder.Configuration))
    {
        builder.AddTelemetryService();
    }
    else
    {
        builder.Services.AddHostedService<NobodyToTell>();
    }

    return builder.Build();
});
