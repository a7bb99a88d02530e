using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.ServiceDefaults.Health;
using LlmMcp.Telemetry;
using Microsoft.Extensions.Options;

if (HealthProbe.IsAsked(args))
{
    return TelemetryHealth.Ask(HealthProbe.Settings(), TimeProvider.System, Console.Out);
}

try
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.Configuration.AddEnvironmentAliases();
    if (TelemetrySlice.IsConfigured(builder.Configuration))
    {
        builder.AddTelemetryService();
    }
    else
    {
        builder.Services.AddHostedService<NobodyToTell>();
    }

    using var host = builder.Build();
    host.Services.GetService<IStartupValidator>()?.Validate();
    await host.RunAsync();
    return 0;
}
catch (InvalidConfigurationException invalid)
{
    await Console.Error.WriteLineAsync(invalid.Message);
    return 2;
}
catch (OptionsValidationException invalid)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, invalid.Failures));
    return 2;
}
