using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Rules;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Live;

/// <summary>The live message, in the deployed system's form. Pure.</summary>
internal static class LiveText
{
    private const string Spinner = @"|/-\";
    private const int Cells = 10;
    private const int DeviceName = 12;
    private const int ModelName = 14;

    /// <summary>How much of everything is shown, and in which time zone.</summary>
    internal sealed record Settings(int Devices, int Running, TimeZoneInfo Zone);

    /// <summary>Its lines.</summary>
    /// <param name="look">What there is to see.</param>
    /// <param name="turn">Turns the spinner, so that the text always differs from the one before.</param>
    /// <param name="settings">How much.</param>
    public static IReadOnlyList<string> Lines(Look look, int turn, Settings settings)
    {
        var title = $"{Spinner[turn % Spinner.Length]} LLM-MCP  {TimeZoneInfo.ConvertTime(look.At, settings.Zone):HH:mm:ss}";
        if (look.Reach != Reach.Whole)
        {
            return [title, look.Reach == Reach.NoCore ? $"Core unreachable: {look.Reason}" : $"Database unreachable: {look.Reason}"];
        }

        var board = look.Dashboard;
        return
        [
            title,
            $"Queue {Bar(board.Jobs)}",
            $"Bench {Bar(board.Benchmarks)}",
            $"Workers {board.WorkersOnline}  Today {Money.Of(board.Costs.Today)}",
            "",
            .. Fleet(look, settings),
            "",
            .. Running(board, settings),
        ];
    }

    /// <summary>Ten cells of what is done, and counts: queued, running, done, failed.</summary>
    public static string Bar(IReadOnlyDictionary<string, long> jobs)
    {
        var (queued, running, done, failed) = (jobs.GetValueOrDefault("queued"), jobs.GetValueOrDefault("running"), jobs.GetValueOrDefault("done"), jobs.GetValueOrDefault("error"));
        var total = queued + running + done + failed;
        var filled = total == 0 ? 0 : (int)(done * Cells / total);
        return $"[{new string('#', filled)}{new string('.', Cells - filled)}] {done}/{total} q{queued} r{running} d{done} f{failed}";
    }

    private static IEnumerable<string> Fleet(Look look, Settings settings)
    {
        var devices = look.Dashboard.Devices.Where(static device => device.ModelsCount > 0).ToList();
        var shown = devices.OrderByDescending(static device => device.Status == "online").ThenByDescending(static device => device.RunningJobs)
            .ThenBy(static device => device.Name, StringComparer.Ordinal).Take(settings.Devices).ToList();
        return [$"FLEET {devices.Count(static device => device.Status == "online")}/{devices.Count}", .. shown.Select(device => Line(device, look, settings)), .. More(devices.Count - shown.Count)];
    }

    private static string Line(Device device, Look look, Settings settings)
    {
        var icon = device.Status switch
        {
            "online" when device.Circuit is "degraded" => "🟡",
            "online" => "🟢",
            "offline" => "🔴",
            _ => "⚪",
        };
        var name = Pad(Words.Cut(Names.Of(device), DeviceName), DeviceName);
        return device.Status == "online"
            ? $"{icon} {name} {device.ModelsCount}m {device.RunningJobs}r{(device.LatencyMs is { } latency ? $" {latency}ms" : "")}"
            : $"{icon} {name} {device.Status}{(device.LastSeen is { } seen ? $" since {TimeZoneInfo.ConvertTime(seen, settings.Zone):HH:mm}" : "")}";
    }

    private static IEnumerable<string> Running(Dashboard board, Settings settings)
    {
        if (board.RunningJobs.Count == 0)
        {
            return ["Running: —"];
        }

        var names = board.Devices.GroupBy(static device => device.Id).ToDictionary(static device => device.Key, static device => Names.Of(device.First()));
        var shown = board.RunningJobs.Take(settings.Running).ToList();
        return
        [
            "Running",
            .. shown.Select(job =>
                $"{Icon(job.Kind)} {Words.Cut(Words.OneLine(string.IsNullOrEmpty(job.Model) ? job.Kind : job.Model), ModelName)} @ "
                + $"{Words.Cut(names.GetValueOrDefault(job.DeviceId ?? "", string.IsNullOrEmpty(job.DeviceId) ? "worker" : Words.OneLine(job.DeviceId)), DeviceName)} {Ages.Of(TimeSpan.FromSeconds(Math.Clamp(job.AgeSeconds, 0, 1e9)))}"),
            .. More(board.Running - shown.Count),
        ];
    }

    private static IEnumerable<string> More(long count) => count > 0 ? [$"… and {count} more"] : [];

    private static string Icon(string kind) => kind switch
    {
        not null when kind.StartsWith("benchmark.", StringComparison.Ordinal) => "📊",
        not null when kind.EndsWith(".chat", StringComparison.Ordinal) => "💬",
        not null when kind.EndsWith(".generate", StringComparison.Ordinal) => "📝",
        not null when kind.EndsWith(".embed", StringComparison.Ordinal) => "🔢",
        _ => "🔧",
    };

    // By what people count as characters, as the cut does.
    private static string Pad(string text, int width) =>
        text + new string(' ', Math.Max(0, width - System.Globalization.StringInfo.ParseCombiningCharacters(text).Length));
}
