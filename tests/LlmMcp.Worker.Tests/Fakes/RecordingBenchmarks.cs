using LlmMcp.Worker.Benchmarks;

namespace LlmMcp.Worker.Tests.Fakes;

internal sealed class RecordingBenchmarks : IBenchmarkReporter
{
    public List<BenchmarkReport> Reports { get; } = [];

    public Task ReportAsync(BenchmarkReport report, CancellationToken cancellationToken)
    {
        Reports.Add(report);
        return Task.CompletedTask;
    }
}
