using System.Text.Json;
using Google.Protobuf;
using LlmMcp.Contracts.V1;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.LocalNodes;

/// <summary>
/// Asks the model servers beside this worker what Core asks every node, and writes the answers down for it. One for each
/// session: what models are made of is told once in it.
/// </summary>
internal sealed class LocalNodeSurvey(LocalNodeList nodes, UpstreamHttp http, TimeProvider time)
{
    // A server with hundreds of models is told over several surveys.
    private const int ShowsPerSurvey = 20;
    private const int MaxAnswerBytes = 1 << 20;
    private const int MaxMessageBytes = 3 << 20;

    /// <summary>As often as Core looks at nodes by itself.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly HashSet<string> told = [];

    /// <summary>What they answer now; null when there are none. Fails only with <paramref name="cancellationToken"/>.</summary>
    public async Task<WorkerMessage?> AskAsync(CancellationToken cancellationToken)
    {
        var message = new Contracts.V1.LocalNodes();
        foreach (var (address, provider) in nodes.All)
        {
            message.Nodes.Add(await AskAsync(address, provider, cancellationToken));
        }

        return message.Nodes.Count == 0 || message.CalculateSize() > MaxMessageBytes ? null : new WorkerMessage { LocalNodes = message };
    }

    private async Task<LocalNode> AskAsync(NodeAddress address, string provider, CancellationToken cancellationToken)
    {
        var node = new LocalNode { BaseUrl = address.BaseUrl.AbsoluteUri.TrimEnd('/'), Provider = provider };
        try
        {
            if (await AddAsync(node, address, "api/version", cancellationToken) is { } version && version.TryGetProperty("version", out _))
            {
                await AddAsync(node, address, "api/ps", cancellationToken);
                var tags = await AddAsync(node, address, "api/tags", cancellationToken);
                await ShowAsync(node, address, Untold(address, tags), cancellationToken);
            }
            else
            {
                await AddAsync(node, address, "v1/models", cancellationToken);
            }
        }
        catch (Exception silence) when (IsSilence(silence, cancellationToken))
        {
            node.Failure = silence is OperationCanceledException ? $"no answer within {Limit.TotalSeconds:0} s" : silence.Message;
            node.Replies.Clear();
        }

        return node;
    }

    private async Task<JsonElement?> AddAsync(LocalNode node, NodeAddress address, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address.At(path));
        if (await SendAsync(request, cancellationToken) is not { } answer)
        {
            return null;
        }

        node.Replies.Add(new NodeReply { Path = path, BodyJson = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(answer)) });
        return answer;
    }

    /// <summary>A node that lists its models is well, also when it is too busy to explain one of them: that is asked with the next survey.</summary>
    private async Task ShowAsync(LocalNode node, NodeAddress address, List<(string Name, string Told)> untold, CancellationToken cancellationToken)
    {
        foreach (var (model, key) in untold)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address.At("api/show")) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { model })) };
            JsonElement? answer;
            try
            {
                answer = await SendAsync(request, cancellationToken);
            }
            catch (Exception silence) when (IsSilence(silence, cancellationToken))
            {
                return;
            }

            told.Add(key);
            if (answer is { } shown)
            {
                node.Replies.Add(new NodeReply { Path = "api/show", Model = model, BodyJson = ByteString.CopyFrom(ShownModel.Essence(shown)) });
            }
        }
    }

    private static bool IsSilence(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Models that were not shown in this session yet, and what they are made of.</summary>
    private List<(string Name, string Told)> Untold(NodeAddress address, JsonElement? tags) =>
        tags is { } list && list.TryGetProperty("models", out var models) && models.ValueKind == JsonValueKind.Array
            ? [.. models.EnumerateArray()
                .Where(static model => model.ValueKind == JsonValueKind.Object)
                .Select(static model => (Name: Text(model, "name"), Digest: Text(model, "digest")))
                .Where(static model => model.Name.Length > 0)
                .Select(model => (model.Name, Told: $"{address.BaseUrl} {model.Digest} {model.Name}"))
                .Where(model => !told.Contains(model.Told))
                .Take(ShowsPerSurvey)]
            : [];

    /// <summary>The answer; null when it is no JSON object or refuses.</summary>
    private async Task<JsonElement?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var response = await http.Nodes.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, limit.Token);
        try
        {
            using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(limit.Token), cancellationToken: limit.Token);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement model, string name) =>
        model.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
