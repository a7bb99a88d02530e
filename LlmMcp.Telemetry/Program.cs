using LlmMcp.ServiceDefaults.Start;
using LlmMcp.Telemetry;

return await ProcessStart.RunAsync(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.AddServiceDefaults("Telemetry");
    builder.AddTelemetryService();
    return builder.Build();
});
