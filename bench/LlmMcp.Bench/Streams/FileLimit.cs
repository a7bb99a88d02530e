using System.Globalization;

namespace LlmMcp.Bench.Streams;

/// <summary>Each stream is an open file here and one in Core. The runtime raises the soft limit to the hard one by itself, children inherit both.</summary>
internal static class FileLimit
{
    private const int Others = 500;

    /// <exception cref="BenchFailedException">The hard limit is too low.</exception>
    public static void MustAllow(int streams)
    {
        var line = File.ReadLines("/proc/self/limits").First(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        if (long.TryParse(hard, CultureInfo.InvariantCulture, out var limit) && limit < streams + Others)
        {
            throw new BenchFailedException($"{streams} streams need {streams + Others} open files per process; the hard limit is {limit}. Raise it with `ulimit -Hn`, or ask for fewer --streams.");
        }
    }
}
