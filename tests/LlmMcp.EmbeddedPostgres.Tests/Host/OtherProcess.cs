using System.Globalization;

namespace LlmMcp.EmbeddedPostgres.Tests.Host;

/// <summary>Looks at processes that are not our children, so nobody tells us when they end.</summary>
internal static class OtherProcess
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the process is gone. A zombie is gone: only whoever adopted it has not looked yet.</summary>
    public static async Task WaitForEndAsync(int processId, CancellationToken cancellationToken)
    {
        while (IsRunning(processId))
        {
            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
        }
    }

    public static async Task WaitForRemovalAsync(string directory, CancellationToken cancellationToken)
    {
        while (Directory.Exists(directory))
        {
            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>A value of /proc/PID/status, such as the four user ids of "Uid".</summary>
    public static string Status(int processId, string name) =>
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    /// <summary>The process group, the fifth field of /proc/PID/stat.</summary>
    public static int Group(int processId) =>
        int.Parse(File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1].Split(' ')[2], CultureInfo.InvariantCulture);

    private static bool IsRunning(int processId)
    {
        try
        {
            return !Status(processId, "State").StartsWith('Z');
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
