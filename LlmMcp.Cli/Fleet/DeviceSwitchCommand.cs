using System.CommandLine;
using System.Text.Json.Nodes;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary><c>llm-mcp devices offline</c> and <c>online</c>: take a device out, put it back.</summary>
internal static class DeviceSwitchCommand
{
    public static Command CreateOffline(CliHost host, SharedOptions shared)
    {
        var id = Id();
        var reason = new Option<string?>("--reason") { Description = "Why; shown with the device.", HelpName = "TEXT" };
        var hold = new Option<bool>("--hold") { Description = "Keep it out although it answers, until `devices online`." };
        var command = new ExampleCommand(
            "offline",
            "Take a device out; its running jobs return to the queue.",
            "llm-mcp devices offline pi5",
            "llm-mcp devices offline pi5 --hold --reason \"new fan\"") { id, reason, hold };
        command.Runs(host, shared, (invocation, cancellationToken) => SwitchAsync(
            invocation.Value(id)!, CorePaths.DeviceOffline, "offline",
            body =>
            {
                body.PutSaid("reason", invocation.Value(reason));
                body.PutSaid<bool?>("hold", invocation.Value(hold) ? true : null);
            },
            invocation, cancellationToken));
        return command;
    }

    public static Command CreateOnline(CliHost host, SharedOptions shared)
    {
        var id = Id();
        var command = new ExampleCommand("online", "Put a device back without waiting for a probe.", "llm-mcp devices online pi5") { id };
        command.Runs(host, shared, (invocation, cancellationToken) => SwitchAsync(
            invocation.Value(id)!, CorePaths.DeviceOnline, "online", static _ => { }, invocation, cancellationToken));
        return command;
    }

    private static async Task<int> SwitchAsync(
        string wanted, string path, string state, Action<JsonObject> fill, Invocation invocation, CancellationToken cancellationToken)
    {
        using var core = invocation.OpenCore();
        var id = await DeviceLookup.FindIdAsync(core, wanted, cancellationToken);
        var body = new JsonObject { ["device_id"] = id };
        fill(body);
        var answer = await core.PostAsync(path, body, cancellationToken);
        if (invocation.Json)
        {
            JsonView.Write(invocation.Terminal, answer);
        }
        else
        {
            await invocation.Terminal.Out.WriteLineAsync($"{id} is {state}");
        }

        return ExitCodes.Ok;
    }

    private static Argument<string> Id() => new("id") { Description = "Id or name of the device." };
}
