using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.Telemetry;
using Microsoft.Extensions.Options;

try
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.Configuration.AddEnvironmentAliases();
    builder.AddTelemetryService();

    using var host = builder.Build();
    host.Services.GetRequiredService<IStartupValidator>().Validate();
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
