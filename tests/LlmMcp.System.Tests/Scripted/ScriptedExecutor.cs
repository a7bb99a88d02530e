using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;

namespace LlmMcp.SystemTests.Scripted;

/// <summary>
/// Does what the payload (<see cref="Script"/>) says: takes its time, says its pieces, fails, or takes its own process down.
/// No two runs say the same, so text mixed from two runs is seen.
/// </summary>
internal sealed class ScriptedExecutor(TimeProvider time) : IJobExecutor
{
    /// <summary>The kind it runs.</summary>
    public const string Kind = "test.scripted";

    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    /// <summary>The line a run begins with on standard output.</summary>
    public static string StartLine(Guid job, long claimNo) => $"started {job} {claimNo}";

    public async Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var script = JsonSerializer.Deserialize<Script>(job.Payload.Span, Script.Json)!;
        Console.Out.WriteLine(StartLine(Guid.Parse(job.JobId), job.ClaimNo));
        if (script.Kills)
        {
            Process.GetCurrentProcess().Kill();
        }

        if (script.Fails)
        {
            return new JobOutcome.Failed("the script says so", ErrorClass.Internal);
        }

        var run = Guid.NewGuid().ToString("N")[..8];
        var response = new StringBuilder();
        for (var i = 1; i <= script.Pieces; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds((double)script.Milliseconds / script.Pieces), time, cancellationToken);
            var piece = $"{run}.{i} ";
            response.Append(piece);
            deltas.Write(piece, "");
        }

        var result = new { ok = true, response = response.ToString(), worker = job.WorkerId, claim_no = job.ClaimNo };
        return new JobOutcome.Done(JsonSerializer.SerializeToUtf8Bytes(result), """{"ms":1}"""u8.ToArray());
    }
}
