using System.Net.Http.Json;
using System.Text.Json;

namespace MyService;

internal sealed class LlmClient(HttpClient core)
{
    public async Task<JsonElement> AskAsync(string prompt, string quality, CancellationToken cancellationToken)
    {
        using var submitted = await core.PostAsJsonAsync(
            "/v1/llm/request", new { task = "chat", quality, prompt, max_tokens = 40, source = "my-service" }, cancellationToken);
        var job = (await ReadAsync(submitted, cancellationToken)).GetProperty("job_id").GetString();
        while (true)
        {
            using var response = await core.GetAsync($"/v1/jobs/{job}?wait=60", cancellationToken);
            var answer = await ReadAsync(response, cancellationToken);
            switch (answer.GetProperty("status").GetString())
            {
                case "done":
                    return answer.GetProperty("result");
                case "error" or "canceled":
                    throw new InvalidOperationException(answer.TryGetProperty("error", out var error) ? error.GetString() : "It was canceled.");
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return response.IsSuccessStatusCode ? body : throw new HttpRequestException($"{body.GetProperty("error")}: {body.GetProperty("message")}", null, response.StatusCode);
    }
}
