using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace LlmMcp.Worker.OpenAi;

/// <summary>
/// Sends bodies as given through the OpenAI package's protocol methods: the typed ones would drop fields they do not know, and
/// the raw answer with them.
/// </summary>
internal sealed class OpenAiCall(HttpClient http, OpenAiTarget target, UpstreamLimits limits, TimeProvider time)
{
    private static readonly UpstreamLimits ErrorBody = new() { AnswerBytes = 64 << 10, Idle = TimeSpan.FromSeconds(5) };

    public Task<OpenAiReply> ChatAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var client = new ChatClient(ModelName(body), Credential(), ClientOptions());
        return SendAsync(client.CompleteChatAsync, body, cancellationToken);
    }

    public Task<OpenAiReply> EmbedAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var client = new EmbeddingClient(ModelName(body), Credential(), ClientOptions());
        return SendAsync(client.GenerateEmbeddingsAsync, body, cancellationToken);
    }

    private async Task<OpenAiReply> SendAsync(
        Func<BinaryContent, RequestOptions, Task<ClientResult>> send, JsonObject body, CancellationToken cancellationToken)
    {
        var options = new RequestOptions
        {
            BufferResponse = false,
            CancellationToken = cancellationToken,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
        };
        options.AddPolicy(new NodeHeaders(target.ApiKey is not null, target.HostHeader), PipelinePosition.BeforeTransport);
        PipelineResponse response;
        try
        {
            response = (await send(BinaryContent.Create(BinaryData.FromString(body.ToJsonString())), options)).GetRawResponse();
        }
        catch (Exception broken) when (broken is ClientResultException or HttpRequestException or IOException)
        {
            throw UpstreamFailure.FromTransport(broken.InnerException ?? broken, answerBegan: false);
        }

        var reply = new OpenAiReply(response, new AnswerReader(response.ContentStream ?? Stream.Null, response.IsError ? ErrorBody : limits, time));
        if (response.Status is >= 200 and < 300)
        {
            return reply;
        }

        await using (reply)
        {
            var text = Encoding.UTF8.GetString(await reply.Reader.ReadToEndAsync(cancellationToken));
            _ = response.Headers.TryGetValue("Retry-After", out var retryAfter);
            throw UpstreamFailure.FromStatus(response.Status, text, UpstreamFailure.RetryAfter(retryAfter, time.GetUtcNow()));
        }
    }

    private OpenAIClientOptions ClientOptions() => new()
    {
        Endpoint = target.Endpoint,
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        UserAgentApplicationId = "llm-mcp",
    };

    /// <summary>The client wants a key; <see cref="NodeHeaders"/> takes the header away where there is none.</summary>
    private ApiKeyCredential Credential() => new(target.ApiKey ?? "none");

    /// <summary>The client wants a name too, but protocol methods send the body's.</summary>
    private static string ModelName(JsonObject body) => AnswerJson.Text(body["model"]) is { Length: > 0 } model ? model : "default";
}
