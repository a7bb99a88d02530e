using LlmMcp.Core;
using LlmMcp.ServiceDefaults.Environment;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddEnvironmentAliases();
builder.AddCore();
var app = builder.Build();
app.MapCore();
await app.RunAsync();
