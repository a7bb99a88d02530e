using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Rules;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Bot;

/// <summary>What the bot answers. Pure.</summary>
internal static class BotReplies
{
    private const int MostDevices = 40;
    private const int MostIssues = 10;

    public static readonly IReadOnlyList<string> Help =
    [
        "/status   queue, workers, what is wrong",
        "/devices  devices and their models",
        "/costs    what was spent",
        "/mute 1h  no alerts for 30m, 1h, 2d, at most 7d",
        "/unmute   alerts again",
    ];

    public static IReadOnlyList<string> Gone(Look look) => [look.Reach == Reach.NoCore ? $"Core unreachable: {look.Reason}" : $"Database unreachable: {look.Reason}"];

    public static IReadOnlyList<string> Status(Dashboard board, DateTimeOffset? muteUntil, DateTimeOffset now, TimeZoneInfo zone) =>
    [
        $"Queue: {board.Queued} queued, {board.Running} running, {board.Jobs.GetValueOrDefault("done")} done, {board.Jobs.GetValueOrDefault("error")} failed",
        $"Devices: {board.Devices.Count(static device => device.Status == "online")}/{board.Devices.Count} online, {board.ModelsCount} models",
        $"Workers: {board.WorkersOnline} online",
        .. muteUntil > now ? [$"Mute until {TimeZoneInfo.ConvertTime(muteUntil.Value, zone):MM-dd HH:mm}"] : Array.Empty<string>(),
        .. board.Issues.Count == 0 ? ["Nothing is wrong."] : board.Issues.Take(MostIssues).Select(static issue => $"! {Words.OneLine(issue)}"),
        .. board.Issues.Count > MostIssues ? [$"… and {board.Issues.Count - MostIssues} more"] : Array.Empty<string>(),
    ];

    public static IReadOnlyList<string> Devices(Dashboard board, DateTimeOffset now) => board.Devices.Count == 0
        ? ["No devices."]
        :
        [
            .. board.Devices.Take(MostDevices).Select(device =>
                $"{(device.Status == "online" ? "+" : "-")} {Names.Of(device)}: {(device.Status == "online"
                    ? $"{device.ModelsCount} models, {device.RunningJobs} running{(device.Circuit is null or "ok" ? "" : $", circuit {device.Circuit}")}"
                    : $"{device.Status}{(device.LastSeen is { } seen ? $", last seen {Ages.Of(now - seen)} ago" : "")}")}"),
            .. board.Devices.Count > MostDevices ? [$"… and {board.Devices.Count - MostDevices} more"] : Array.Empty<string>(),
        ];

    public static IReadOnlyList<string> Costs(Dashboard board, IReadOnlyList<(string Provider, decimal Usd, long Jobs)> providers) =>
    [
        $"24 hours: {Money.Of(board.Costs.Today)}",
        $"7 days:   {Money.Of(board.Costs.Week)}",
        $"30 days:  {Money.Of(board.Costs.Month)}",
        .. providers.Take(10).Select(static one => $"{Words.OneLine(one.Provider)}: {Money.Of(one.Usd)} for {one.Jobs} jobs in 24 hours"),
    ];

    public static IReadOnlyList<string> Muted(DateTimeOffset until, TimeZoneInfo zone) => [$"No alerts until {TimeZoneInfo.ConvertTime(until, zone):MM-dd HH:mm}. What is wrong then is told."];

    public static readonly IReadOnlyList<string> Unmuted = ["Alerts are told again."];

    public static readonly IReadOnlyList<string> NotStored = ["Core cannot be reached; try again."];
}
