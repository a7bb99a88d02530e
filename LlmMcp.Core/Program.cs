using LlmMcp.Core;
using LlmMcp.Core.Storage;
using LlmMcp.ServiceDefaults.Environment;
using LlmMcp.ServiceDefaults.Health;

if (HealthProbe.IsAsked(args))
{
    return await HealthProbe.AskAsync(HealthProbe.PageOf(HealthProbe.Settings()["Core:HttpAddress"] ?? "127.0.0.1:8080", "/health/ready"), key: null, Console.Out);
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddEnvironmentAliases();
builder.AddCore();
var app = builder.Build();
app.MapCore();
try
{
    await app.RunAsync();
    return 0;
}
catch (SchemaMismatchException mismatch)
{
    await Console.Error.WriteLineAsync(mismatch.Message);
    return 2;
}
