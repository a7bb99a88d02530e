using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using LlmMcp.Testing;

namespace LlmMcp.Bench.Up;

/// <summary><c>llm-mcp up</c> from nothing, then again on the data it left.</summary>
internal sealed class UpScenario(int idleSeconds) : IScenario
{
    private static readonly Figure First = new("`up` from nothing to ready", "s", Goal.Most(6));

    private static readonly Figure Second = new("`up` again to ready", "s", Goal.Most(3));

    private static readonly Figure Memory = new("idle memory of everything `up` runs, PostgreSQL included", "MB", Goal.Most(400));

    public string Title => "Up";

    public string Command => $"up --idle-seconds {idleSeconds}";

    public string Settings =>
        $"Build excluded, PostgreSQL's binaries present, default settings. Ready: a job submitted over HTTP has been done by the worker. Memory: proportional set size of all processes after {idleSeconds} s of idleness.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        using var home = TestDirectory.Create();
        var first = await StartAsync(home, cancellationToken);
        double memory;
        await using (first.Process)
        {
            await Until.PassedAsync(TimeSpan.FromSeconds(idleSeconds), cancellationToken);
            memory = ProcessTree.ProportionalMegabytes(first.Process.Id);
            await first.Process.TerminateAsync(cancellationToken);
        }

        var second = await StartAsync(home, cancellationToken);
        await using (second.Process)
        {
            await second.Process.TerminateAsync(cancellationToken);
        }

        return new ScenarioResult(
            [new Measurement(First, first.Ready), new Measurement(Second, second.Ready), new Measurement(Memory, memory)],
            [$"HTTP answered after {first.Answered:0.00} s, the second time after {second.Answered:0.00} s"]);
    }

    private static async Task<(ChildProcess Process, double Answered, double Ready)> StartAsync(TestDirectory home, CancellationToken cancellationToken)
    {
        var (http, grpc, mcp) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var core = new Uri($"http://127.0.0.1:{http}");
        var start = Ticks.Now;
        var process = await ChildProcess.StartAsync(
            "llm-mcp.dll",
            ["up", "--data", Path.Combine(home.Path, "data"), "--http", $"{http}", "--grpc", $"{grpc}", "--mcp", $"{mcp}"],
            new Dictionary<string, string> { ["HOME"] = home.Path, ["XDG_STATE_HOME"] = Path.Combine(home.Path, "state") });
        try
        {
            await HttpHealth.WaitAsync(new Uri(core, "/health"), process, cancellationToken);
            var answered = Ticks.SecondsSince(start);
            await EchoAsync(core, cancellationToken);
            return (process, answered, Ticks.SecondsSince(start));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task EchoAsync(Uri core, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = core };
        using var content = new StringContent(JobRequests.Echo, System.Text.Encoding.UTF8, "application/json");
        using var submitted = await http.PostAsync(new Uri("/v1/jobs", UriKind.Relative), content, cancellationToken);
        submitted.EnsureSuccessStatusCode();
        using var accepted = await submitted.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken);
        using var job = await http.GetFromJsonAsync<JsonDocument>($"/v1/jobs/{accepted!.RootElement.GetProperty("job_id").GetString()}?wait=60", cancellationToken);
        if (job!.RootElement.GetProperty("status").GetString() is var status and not "done")
        {
            throw new BenchFailedException($"The first job of `up` is {status}.");
        }
    }
}
