using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Ollama;

/// <summary>Posts one request to one node. A status other than 200 becomes a classified failure with the body's message.</summary>
internal sealed class OllamaCall(HttpClient http, NodeAddress node, UpstreamLimits limits, TimeProvider time)
{
    /// <summary>Bytes of an error body that are read; the rest is of no use to anybody.</summary>
    private static readonly UpstreamLimits ErrorBody = new() { AnswerBytes = 64 << 10, Idle = TimeSpan.FromSeconds(5) };

    /// <summary>Sends the body and returns the open answer; the caller disposes it, which aborts the model's work if it is unfinished.</summary>
    public async Task<OllamaReply> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, node.At(path))
        {
            Content = new ByteArrayContent(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (node.HostHeader.Length > 0)
        {
            request.Headers.Host = node.HostHeader;
        }

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw UpstreamFailure.FromTransport(broken, answerBegan: false);
        }

        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return new OllamaReply(response, new AnswerReader(stream, limits, time));
            }

            throw await FailureAsync(response, stream, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<AttemptFailedException> FailureAsync(HttpResponseMessage response, Stream stream, CancellationToken cancellationToken)
    {
        await using var reader = new AnswerReader(stream, ErrorBody, time);
        var body = System.Text.Encoding.UTF8.GetString(await reader.ReadToEndAsync(cancellationToken));
        var retryAfter = response.Headers.TryGetValues("Retry-After", out var values)
            ? UpstreamFailure.RetryAfter(values.First(), time.GetUtcNow())
            : null;
        return UpstreamFailure.FromStatus((int)response.StatusCode, body, retryAfter);
    }
}
