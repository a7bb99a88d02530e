using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Bench.Handlers;
using LlmMcp.Bench.Measuring;

namespace LlmMcp.Bench.FirstToken;

/// <summary>Asks the same question of a node and of the hub, with the same HTTP client, and times the first token.</summary>
internal sealed class FirstTokenClient(Uri node, Uri core) : IDisposable
{
    private const int Tokens = 16;

    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private static object Question => new { model = NodeHost.Model, prompt = "Why is the sky blue?", stream = true, options = new { num_predict = Tokens } };

    /// <summary>Milliseconds to the first token of the node's own stream.</summary>
    public async Task<double> DirectAsync(CancellationToken cancellationToken)
    {
        var start = Ticks.Now;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node, "/api/generate")) { Content = JsonContent.Create(Question) };
        return await FirstLineAsync(request, start, static line => line.Contains("\"response\"", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>
    /// Milliseconds from the submit to the first <c>delta</c> of the job's event stream; to the whole answer when the job had
    /// ended before the stream was open, which happens on a machine that is busy otherwise.
    /// </summary>
    public async Task<double> ThroughHubAsync(CancellationToken cancellationToken)
    {
        var start = Ticks.Now;
        using var submitted = await http.PostAsJsonAsync(
            new Uri(core, "/v1/jobs"), new { kind = "ollama.generate", payload = Question, stream = true }, cancellationToken);
        submitted.EnsureSuccessStatusCode();
        using var accepted = await submitted.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
        var id = accepted!.RootElement.GetProperty("job_id").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(core, $"/v1/jobs/{id}/stream"));
        return await FirstLineAsync(request, start, static line => line == "event: delta" || line.Contains("\"status\":\"done\"", StringComparison.Ordinal), cancellationToken);
    }

    public void Dispose() => http.Dispose();

    /// <summary>Reads to the end of the stream, so that nothing of one question reaches into the next.</summary>
    private async Task<double> FirstLineAsync(HttpRequestMessage request, long start, Func<string, bool> isFirst, CancellationToken cancellationToken)
    {
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        double? first = null;
        var last = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            last = line.Length > 0 ? line : last;
            if (first is null && isFirst(line))
            {
                first = Ticks.MillisecondsSince(start);
            }
        }

        return first ?? throw new BenchFailedException($"{request.RequestUri} ended without a token: {last}");
    }
}
