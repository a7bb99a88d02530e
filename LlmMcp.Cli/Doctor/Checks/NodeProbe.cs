using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Doctor.Checks;

/// <summary>What a model server said when asked for its models.</summary>
internal abstract record NodeAnswer
{
    public sealed record Models(int Count) : NodeAnswer;

    public sealed record Silent(string Why) : NodeAnswer;
}

/// <summary>Asks a model server for its models, briefly.</summary>
internal static class NodeProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public static async Task<NodeAnswer> AskAsync(NamedNode node, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !node.Address!.IsLoopback };
        using var http = new HttpClient(handler) { Timeout = Limit, MaxResponseContentBufferSize = 8 * 1024 * 1024 };
        var (path, list) = node.IsOllama ? ("api/tags", "models") : ("v1/models", "data");
        // Both http://host:8000 and http://host:8000/v1 are in use for OpenAI's protocol.
        var root = node.Address.AbsolutePath.EndsWith("/v1/", StringComparison.Ordinal) ? new Uri(node.Address, "../") : node.Address;
        try
        {
            using var response = await http.GetAsync(new Uri(root, path), cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return new NodeAnswer.Silent($"HTTP {(int)response.StatusCode} for /{path}");
            }

            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return new NodeAnswer.Models(answer.Items(list).Count);
        }
        catch (HttpRequestException exception)
        {
            return new NodeAnswer.Silent(CoreFailures.Reason(exception));
        }
        catch (JsonException)
        {
            return new NodeAnswer.Silent($"/{path} is not JSON");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NodeAnswer.Silent($"no answer within {Limit.TotalSeconds:0} s");
        }
    }
}
