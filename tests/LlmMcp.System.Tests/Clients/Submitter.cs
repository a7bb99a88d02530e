using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Contracts;
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
    public Task<Guid> SubmitAsync(Script script, int maxAttempts = 50) => SubmitAsync(Body(script, maxAttempts));

    /// <summary>Submits the body of <c>POST /v1/jobs</c>; answers once one of the Cores has acknowledged it.</summary>
    public Task<Guid> SubmitAsync(object job) => SubmitAsync("/v1/jobs", job);

    /// <summary>Submits through a door that answers with a <c>job_id</c>.</summary>
    public async Task<Guid> SubmitAsync(string path, object job) => Note((await PostAsync(path, job)).GetProperty("job_id"));

    /// <summary>Submits scripted jobs in one transaction.</summary>
    public async Task<IReadOnlyList<Guid>> SubmitTogetherAsync(int jobs, Script script, int maxAttempts = 50)
    {
        var answer = await PostAsync("/v1/jobs/batch", new { jobs = Enumerable.Repeat(Body(script, maxAttempts), jobs) });
        return [.. answer.GetProperty("job_ids").EnumerateArray().Select(Note)];
    }

    /// <summary>Submits echoes in one transaction.</summary>
    public async Task<IReadOnlyList<Guid>> SubmitEchoesAsync(int jobs)
    {
        var answer = await PostAsync("/v1/jobs/batch", new { jobs = Enumerable.Repeat(new { kind = JobKinds.Echo, payload = new { say = "hello" } }, jobs) });
        return [.. answer.GetProperty("job_ids").EnumerateArray().Select(Note)];
    }

    private static object Body(Script script, int maxAttempts) =>
        new { kind = ScriptedExecutor.Kind, payload = script, max_attempts = maxAttempts, stream = true };

    private Guid Note(JsonElement id)
    {
        acknowledged[id.GetGuid()] = 0;
        return id.GetGuid();
    }

    private async Task<JsonElement> PostAsync(string path, object job)
    {
        using var limit = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        while (true)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(new Uri(nextCore(), path), job, Script.Json, limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
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
