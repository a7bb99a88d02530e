using System.Text;
using LlmMcp.Cli.CommandLine;

namespace LlmMcp.Cli.Terminals;

/// <summary>Standard input as one text, bounded.</summary>
internal static class StandardInput
{
    /// <summary>More than any model's context holds. 4 Mi characters.</summary>
    private const int MostCharacters = 4 * 1024 * 1024;

    public static async Task<string> ReadToEndAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        // The console's reader blocks also where it promises not to, so Ctrl-C has to leave it behind.
        while (await Task.Run(() => terminal.In.Read(buffer), cancellationToken).WaitAsync(cancellationToken) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
            if (text.Length > MostCharacters)
            {
                throw CommandFailedException.Usage($"Standard input is longer than {MostCharacters} characters.");
            }
        }

        return text.ToString();
    }
}
