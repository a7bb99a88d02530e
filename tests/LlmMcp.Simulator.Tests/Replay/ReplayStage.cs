using System.Security.Cryptography;
using System.Text;
using LlmMcp.Simulator.Fleet;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>One recording with the node it is replayed against. Nodes are not shared, so recordings run in any order.</summary>
internal sealed class ReplayStage(Recording recording, SimulatedNode node, HttpClient http, string registry) : IAsyncDisposable
{
    public const string RecordedRegistry = "127.0.0.1:5999";

    private const int UploadSize = 259_552;

    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> begun = [];

    public static string UploadDigest { get; } = Convert.ToHexStringLower(SHA256.HashData(new byte[UploadSize]));

    public Recording Recording { get; } = recording;

    public SimulatedNode Node { get; } = node;

    public CancellationToken Stopping => stopping.Token;

    /// <summary>The registry's address instead of the recorded one, and back.</summary>
    public string ToRecorded(string text) => text.Replace(registry, RecordedRegistry, StringComparison.Ordinal);

    public Task<HttpResponseMessage> SendAsync() => SendAsync(Recording);

    public async Task ReplayAsync(params string[] files)
    {
        foreach (var file in files)
        {
            using var response = await SendAsync(Recording.All[file]);
            await response.Content.LoadIntoBufferAsync(Stopping);
        }
    }

    /// <summary>Sends a request that will not be answered before the stage is taken down.</summary>
    public void Begin(string file) => begun.Add(ReplayAsync(file));

    public Task AddBlob(string digest)
    {
        Assert.True(Node.Store.AddBlob(digest, UploadSize));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var task in begun)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }

        stopping.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(Recording sent)
    {
        var path = sent.File.StartsWith("blob-post-", StringComparison.Ordinal) && sent.Body!.StartsWith('<')
            ? "/api/blobs/sha256:" + UploadDigest
            : sent.Path;
        var request = new HttpRequestMessage(sent.Method, new Uri(Node.BaseUrl, path)) { Content = Body(sent) };
        foreach (var (name, value) in sent.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stopping);
    }

    private ByteArrayContent? Body(Recording sent) => sent.Body switch
    {
        null => null,
        ['<', ..] => new ByteArrayContent(new byte[UploadSize]),
        var body => new ByteArrayContent(Encoding.UTF8.GetBytes(WriteOut(body).Replace(RecordedRegistry, registry, StringComparison.Ordinal))),
    };

    private static string WriteOut(string body)
    {
        foreach (var length in (ReadOnlySpan<int>)[12_000, 8_000])
        {
            body = body.Replace($"x x x ... ({length} characters)", new StringBuilder().Insert(0, "x ", length / 2).ToString(), StringComparison.Ordinal);
        }

        return body;
    }
}
