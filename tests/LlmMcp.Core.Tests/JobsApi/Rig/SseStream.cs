using System.Text;
using System.Text.Json;

namespace LlmMcp.Core.Tests.JobsApi.Rig;

/// <summary>One server-sent event, or a comment (then only <see cref="Raw"/> counts).</summary>
internal sealed record SseFrame(string Raw, string Event, string Id, string Data)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    /// <summary>Short form: <c>status running</c>, <c>delta Hel</c>, <c>reset</c>.</summary>
    public override string ToString() => Event switch
    {
        "status" => $"status {Json.GetProperty("status").GetString()}",
        "delta" => $"delta {(Json.TryGetProperty("response", out var text) ? text.GetString() : "")}",
        "" => Raw.Trim(),
        _ => Event,
    };
}

/// <summary>An open event stream, read frame by frame; half a minute of silence fails the test.</summary>
internal sealed class SseStream : IDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;

    private SseStream(HttpResponseMessage response, StreamReader reader)
    {
        this.response = response;
        this.reader = reader;
    }

    public HttpResponseMessage Response => response;

    public static async Task<SseStream> OpenAsync(HttpResponseMessage response) =>
        new(response, new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8));

    /// <summary>The next frame; null when the server has closed the stream. Comments are passed over unless asked for.</summary>
    public async Task<SseFrame?> NextAsync(bool comments = false)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var raw = new StringBuilder();
        var (name, id, data) = ("", "", "");
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            raw.Append(line).Append('\n');
            switch (line)
            {
                case "" when !comments && raw[0] == ':':
                    raw.Clear();
                    break;
                case "":
                    return new SseFrame(raw.ToString(), name, id, data);
                case var _ when line.StartsWith("event: ", StringComparison.Ordinal):
                    name = line["event: ".Length..];
                    break;
                case var _ when line.StartsWith("id: ", StringComparison.Ordinal):
                    id = line["id: ".Length..];
                    break;
                case var _ when line.StartsWith("data: ", StringComparison.Ordinal):
                    data = line["data: ".Length..];
                    break;
                default:
                    break;
            }
        }

        Assert.Equal("", raw.ToString());
        return null;
    }

    /// <summary>Everything up to and including the first frame that matches.</summary>
    public async Task<List<SseFrame>> UntilAsync(string shortForm)
    {
        var frames = new List<SseFrame>();
        while (await NextAsync() is { } frame)
        {
            frames.Add(frame);
            if (frame.ToString() == shortForm)
            {
                return frames;
            }
        }

        throw new InvalidOperationException($"The stream ended without '{shortForm}': {string.Join(" | ", frames)}");
    }

    /// <summary>Everything up to the end of the stream.</summary>
    public async Task<List<SseFrame>> ToEndAsync()
    {
        var frames = new List<SseFrame>();
        while (await NextAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
