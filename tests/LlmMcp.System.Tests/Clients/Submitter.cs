using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;

namespace LlmMcp.SystemTests.Clients;

/// <summary>A client that submits a job again until it is acknowledged, on whichever Core answers.</summary>
internal sealed class Submitter(HttpClient http, Func<Uri> nextCore)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, byte> acknowledged = new();

    /// <summary>Every job whose submit was answered.</summary>
    public IReadOnlyCollection<Guid> Acknowledged => [.. acknowledged.Keys];

    /// <summary>Submits a scripted job.</summary>
    public Task<Guid> SubmitAsync(Script script, int maxAttempts = 50) =>
        SubmitAsync(new { kind = ScriptedExecutor.Kind, payload = script, max_attempts = maxAttempts, stream = true });

    /// <summary>Submits the body of <c>POST /v1/jobs</c>; answers once one of the Cores has acknowledged it.</summary>
    public async Task<Guid> SubmitAsync(object job)
    {
        using var limit = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        while (true)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(new Uri(nextCore(), "/v1/jobs"), job, Script.Json, limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    var body = await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
                    var id = body.GetProperty("job_id").GetGuid();
                    acknowledged[id] = 0;
                    return id;
                }

                // Out of order for a while is what the scenarios are about; refused is not.
                Assert.True((int)answer.StatusCode >= 500, $"A submit was refused with {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(limit.Token)}");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // Nobody there, or gone before the answer: not acknowledged.
            }

            await Task.Delay(Pause, TimeProvider.System, limit.Token);
        }
    }
}
