using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Worker.Session;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Benchmarks;

/// <summary>Reports measurements through Core's <c>ReportBenchmark</c>.</summary>
internal sealed class CoreBenchmarkReporter(CoreConnection core, TimeProvider time, ILogger<CoreBenchmarkReporter> log) : IBenchmarkReporter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task ReportAsync(BenchmarkReport report, CancellationToken cancellationToken)
    {
        var request = new ReportBenchmarkRequest
        {
            Benchmark = new Benchmark
            {
                DeviceId = report.DeviceId,
                ModelId = report.Model,
                TaskType = report.TaskType,
                TokensIn = (int)report.TokensIn,
                TokensOut = (int)report.TokensOut,
                LatencyMs = (int)report.LatencyMs,
                Tps = report.TokensPerSecond,
                MetaJson = report.MetaJson,
            },
        };
        try
        {
            await core.Client.ReportBenchmarkAsync(request, deadline: time.GetUtcNow().UtcDateTime + Limit, cancellationToken: cancellationToken);
        }
        catch (RpcException broken) when (!cancellationToken.IsCancellationRequested)
        {
            SessionLog.BenchmarkNotReported(log, report.Model, report.DeviceId, broken.Status.Detail);
        }
    }
}
