using System.Runtime.InteropServices;
using LlmMcp.EmbeddedPostgres;
using LlmMcp.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmMcp.Bench.Measuring;

/// <summary>What the figures were measured on, in one line.</summary>
internal static class Machine
{
    public static async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var postgres = await PostgresBinaries.LocateAsync(new PostgresSearch(), NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
        using var directory = TestDirectory.Create();
        var disk = new DriveInfo(directory.Path);
        return string.Join(", ",
            Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
            $"{Environment.ProcessorCount} cores",
            $"{Kilobytes("MemTotal") / 1024d / 1024d:0} GB RAM",
            RuntimeInformation.OSDescription,
            $"{disk.DriveFormat}, fsync {FsyncProbe.MedianMilliseconds(directory.Path):0.00} ms",
            RuntimeInformation.FrameworkDescription,
            $"PostgreSQL {postgres.Version}",
            $"load average before the run {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }

    private static double Kilobytes(string name) => double.Parse(Field("/proc/meminfo", name)?.Split(' ')[0] ?? "0");

    private static string? Field(string file, string name) => File.ReadLines(file)
        .Select(line => line.Split(':', 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();
}
