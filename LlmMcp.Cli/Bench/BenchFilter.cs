using System.CommandLine;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Bench;

/// <summary>Which measurements are shown.</summary>
internal sealed class BenchFilter
{
    private readonly Option<string?> device = new("--device", "-d") { Description = "Only this device.", HelpName = "ID" };
    private readonly Option<string?> model = new("--model", "-m") { Description = "Only this model.", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(device);
        command.Add(model);
    }

    /// <summary>The path of the request, with a limit where the list has one.</summary>
    public string PathFor(string path, Invocation invocation, int? limit = null) => CorePaths.With(
        path, ("limit", limit?.ToString()), ("device_id", invocation.Value(device)), ("model", invocation.Value(model)));
}
