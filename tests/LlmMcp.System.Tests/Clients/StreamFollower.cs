using System.Text;
using System.Text.Json;
using LlmMcp.SystemTests.Harness;

namespace LlmMcp.SystemTests.Clients;

/// <summary>
/// An SSE client as the documentation tells people to write one: appends deltas, starts anew at a reset, comes back with
/// <c>Last-Event-ID</c> whenever the stream breaks. Notes what it should never see.
/// </summary>
internal sealed class StreamFollower(HttpClient http, Func<Uri> nextCore, Guid job)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly StringBuilder text = new();
    private readonly List<string> faults = [];
    private readonly StringBuilder story = new();
    private string? lastId;
    private JsonElement? final;
    private bool sawRunning;

    /// <summary>How often a broken stream was resumed.</summary>
    public int Resumes { get; private set; }

    /// <summary>How often a new attempt made what was shown void.</summary>
    public int Resets { get; private set; }

    /// <summary>Follows to the end and checks that what was streamed is what was stored.</summary>
    public async Task FollowAsync()
    {
        using var limit = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        while (final is null)
        {
            try
            {
                await ReadStreamAsync(limit.Token);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                story.Append(" | broken");
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The stream of {job} did not come to its end within {Scale.Patience}. Seen:{story}");
            }

            if (final is null)
            {
                Resumes++;
                await Task.Delay(Pause, TimeProvider.System);
            }
        }

        Check(final.Value);
    }

    private void Check(JsonElement ended)
    {
        Assert.True(faults.Count == 0, $"The stream of {job}: {string.Join("; ", faults)}. Seen:{story}");
        // Whoever comes for the first time after the end is given the result only.
        if (ended.GetProperty("status").GetString() == "done" && sawRunning)
        {
            var response = ended.GetProperty("result").GetProperty("response").GetString();
            Assert.True(text.ToString() == response, $"The stream of {job} said\n{text}\nbut the result is\n{response}\nSeen:{story}");
        }
    }

    private async Task ReadStreamAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nextCore(), $"/v1/jobs/{job}/stream"));
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        story.Append($" | open after {lastId}");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            story.Append($" {(int)answer.StatusCode}");
            Assert.True((int)answer.StatusCode >= 500, $"Following {job} was refused with {answer.StatusCode}.");
            return;
        }

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        string name = "", id = "", data = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                // A block without data is a keep-alive comment.
                if (data.Length > 0)
                {
                    Take(name, id, JsonElement.Parse(data));
                }

                (name, id, data) = ("", "", "");
            }
            else if (line.Split(": ", 2) is [var field, var value])
            {
                (name, id, data) = field switch
                {
                    "event" => (value, id, data),
                    "id" => (name, value, data),
                    "data" => (name, id, value),
                    _ => (name, id, data),
                };
            }
        }
    }

    private void Take(string name, string id, JsonElement data)
    {
        story.Append($" {name}@{id}");
        switch (name)
        {
            case "status":
                var status = data.GetProperty("status").GetString();
                story.Append($"={status}");
                sawRunning |= status is "queued" or "running";
                final = status is "done" or "error" or "canceled" ? data : null;
                break;
            case "queue":
                if (data.TryGetProperty("queue_position", out var place) && place.GetInt32() < 0)
                {
                    faults.Add($"place {data}");
                }

                break;
            case "delta":
                if (!Follows(id, lastId))
                {
                    faults.Add($"delta {id} came after {lastId}");
                }

                text.Append(data.TryGetProperty("response", out var piece) ? piece.GetString() : "");
                break;
            case "reset":
                Resets++;
                text.Clear();
                break;
            case "error":
                faults.Add($"error {data}");
                break;
            default:
                faults.Add($"unknown event {name}");
                break;
        }

        lastId = id.Length > 0 ? id : lastId;
    }

    /// <summary>Pieces of one attempt are numbered from 1 without gaps; only the first attempt shown needs no reset before it.</summary>
    private static bool Follows(string id, string? last) =>
        id.Split('.') is [var claim, var number]
        && (last is null or "0.0" ? number == "1" : last == $"{claim}.{long.Parse(number) - 1}");
}
