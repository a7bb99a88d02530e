using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary>
/// Does one thing to several jobs. A job that Core refuses does not keep the others from their turn; the exit code tells
/// that one failed. With Core away, the rest is not tried.
/// </summary>
internal static class EachJob
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> ids, Func<string, Task<JsonElement>> act, Func<string, JsonElement, string> describe, Invocation invocation)
    {
        var exitCode = ExitCodes.Ok;
        foreach (var id in ids)
        {
            try
            {
                var answer = await act(id);
                if (invocation.Json)
                {
                    JsonView.Write(invocation.Terminal, answer);
                }
                else
                {
                    await invocation.Terminal.Out.WriteLineAsync(describe(id, answer));
                }
            }
            catch (CommandFailedException refused) when (refused.ExitCode == ExitCodes.Failed && ids.Count > 1)
            {
                exitCode = ExitCodes.Failed;
                FailureView.Show(
                    new CommandFailedException(refused.Code, $"{id}: {refused.Message}", refused.Hint), invocation.Terminal, invocation.Json);
            }
        }

        return exitCode;
    }
}
