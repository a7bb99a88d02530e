using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Jobs;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Fleet;

/// <summary>What the list of devices shows.</summary>
internal static class DeviceColumns
{
    public static IReadOnlyList<Column<JsonElement>> All(DateTimeOffset now) =>
    [
        new("id", 40, static device => device.Text("id")),
        new("status", 8, static device => device.Text("status")) { Color = static device => StatusColor(device.Text("status")) },
        new("slots", 7, Slots) { Right = true },
        new("circuit", 8, static device => (device.Member("circuit") ?? default).Text("state"))
        {
            Color = static device => (device.Member("circuit") ?? default).Text("state") is null or "closed" ? null : "red",
        },
        new("latency", 8, static device => Figures.Milliseconds(device.Number("latency_ms"))) { Right = true },
        new("seen", 5, device => Age.Of(device.Time("last_seen"), now)) { Right = true },
        new("models", 6, static device => device.Member("models") is null ? null : $"{device.Items("models").Count}") { Right = true },
        new("loaded", 40, static device => string.Join(", ", device.Texts("loaded"))),
        new("name", 24, static device => device.Text("name")),
    ];

    public static string StatusColor(string? status) => status switch { "online" => "green", "offline" => "red", _ => "yellow" };

    private static string? Slots(JsonElement device) =>
        device.Member("slots") is { } slots ? $"{slots.Whole("used") ?? 0}/{slots.Whole("total") ?? 0}" : null;
}
