using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Cli.Ask;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Jobs;

/// <summary>A payload from the command line, a file or standard input, checked to be JSON before anything is sent.</summary>
internal static class PayloadInput
{
    public static async Task<JsonNode?> ReadAsync(string? argument, Terminal terminal, CancellationToken cancellationToken)
    {
        var text = argument switch
        {
            null => "{}",
            "-" => await StandardInput.ReadToEndAsync(terminal, cancellationToken),
            ['@', .. var path] => await ReadFileAsync(path, cancellationToken),
            _ => argument,
        };
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            throw CommandFailedException.Usage(
                $"The payload is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", "Quote it for the shell: '{\"prompt\":\"Hi\"}', or put it into a file: @payload.json.");
        }
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailedException.Usage($"Cannot read {path}: {exception.Message}");
        }
    }
}
