using LlmMcp.McpBridge;
using LlmMcp.McpBridge.ConformanceHost;

// The bridge as it is, with the fixtures the conformance suite asks for instead of what it offers its users.
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddBridge();
builder.Services.AddFixtures();
await using var app = builder.Build();
app.MapBridge();
await app.StartAsync();
Console.WriteLine(app.Urls.First());
await app.WaitForShutdownAsync();
