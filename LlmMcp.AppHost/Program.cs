using LlmMcp.AppHost.Publishing;
using LlmMcp.AppHost.Resources;
using LlmMcp.AppHost.Settings;

var builder = DistributedApplication.CreateBuilder(AppHostArguments.Read(args));
var settings = AppHostSettings.From(builder.Configuration);
builder.AddDeploymentTarget(settings);

var variables = new Variables(builder, settings);
var database = builder.AddDatabase(settings);
var nodes = builder.AddModelServers(settings);
var core = builder.AddCore(settings, variables, database, nodes);
builder.AddWorkers(settings, variables, core, nodes);
builder.AddBridge(settings, variables, core);
builder.AddTelemetry(settings, variables, core);

await builder.Build().RunAsync();
