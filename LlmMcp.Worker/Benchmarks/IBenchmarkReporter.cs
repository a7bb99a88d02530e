namespace LlmMcp.Worker.Benchmarks;

/// <summary>Brings a measurement to Core.</summary>
internal interface IBenchmarkReporter
{
    /// <summary>Reports one measurement. A failure to deliver is logged, not thrown: the job's result holds the numbers too.</summary>
    Task ReportAsync(BenchmarkReport report, CancellationToken cancellationToken);
}
