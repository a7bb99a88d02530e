using LlmMcp.Core;
using LlmMcp.Core.Storage;
using LlmMcp.ServiceDefaults.Environment;

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
