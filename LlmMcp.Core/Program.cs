using LlmMcp.Core;
using LlmMcp.ServiceDefaults.Start;

return await ProcessStart.RunAsync(
    () =>
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("Core");
        return builder.AddCore().Build();
    },
    static app => app.MapCore());
