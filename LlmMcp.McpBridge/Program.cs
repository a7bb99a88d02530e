using LlmMcp.McpBridge;
using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

if (HealthProbe.IsAsked(args))
{
    return await HealthProbe.AskAsync(HealthProbe.PageOf(HealthProbe.Settings()["Bridge:HttpAddress"] ?? new BridgeOptions().HttpAddress, "/health/ready"), key: null, Console.Out);
}

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.Configuration.AddEnvironmentAliases();
    builder.AddBridge();

    await using var app = builder.Build();
    app.MapBridge();
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    await app.RunAsync();
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
