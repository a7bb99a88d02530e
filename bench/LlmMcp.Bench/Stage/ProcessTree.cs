using System.Globalization;

namespace LlmMcp.Bench.Stage;

/// <summary>What a process and everything below it uses, from <c>/proc</c>.</summary>
internal static class ProcessTree
{
    // USER_HZ: what the kernel counts in for user space, on every architecture we run on.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time, that of ended children included.</summary>
    public static double CpuSeconds(int root) => Members(root).Sum(static id => Fields(id) is { } fields
        ? fields.Skip(11).Take(4).Sum(static ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond
        : 0);

    /// <summary>Memory in megabytes, shared pages divided among those who share them.</summary>
    public static double ProportionalMegabytes(int root) => Members(root).Sum(static id => Kilobytes($"/proc/{id}/smaps_rollup", "Pss:")) / 1024;

    /// <summary>Resident memory of this one process in kilobytes.</summary>
    public static double ResidentKilobytes(int process) => Kilobytes($"/proc/{process}/status", "VmRSS:");

    /// <summary>The process and its descendants.</summary>
    private static List<int> Members(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(static path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(static id => id > 0)
            .Select(static id => (Id: id, Fields: Fields(id)))
            .Where(static entry => entry.Fields is not null)
            .ToLookup(static entry => int.Parse(entry.Fields![1], CultureInfo.InvariantCulture), static entry => entry.Id);
        var members = new List<int> { root };
        for (var i = 0; i < members.Count; i++)
        {
            members.AddRange(parents[members[i]]);
        }

        return members;
    }

    /// <summary>The fields of <c>stat</c> from the state on; the name before them may hold anything.</summary>
    private static string[]? Fields(int process) =>
        Read($"/proc/{process}/stat") is { } text ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static double Kilobytes(string file, string key) => Read(file)?.Split('\n')
        .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : 0;

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It ended between the listing and the look.
            return null;
        }
    }
}
