using System.Text.Json;

namespace LlmMcp.Cli.Tests.Fakes;

/// <summary>Jobs as Core shows them, as JSON.</summary>
internal static class FakeJob
{
    public const string Id = "0198c1f0-2f4e-7c3a-9b1d-6a5e4d3c2b1a";

    public static string Queued(string id = Id) => Json(id, "queued", "");

    public static string Running(string device = "pi5") => Json(Id, "running", $$""","device_id":"{{device}}" """, attempts: 1);

    public static string Done(string response, string more = "") => Json(
        Id,
        "done",
        $$""","device_id":"pi5","result":{"ok":true,"response":{{JsonSerializer.Serialize(response)}},"model":"tiny:1b","provider":"ollama","device_id":"pi5","tokens_in":12,"tokens_out":34,"cost":"0.00000$"{{more}}} """,
        attempts: 1);

    public static string Failed(string error) => Json(Id, "error", $$""","error":{{JsonSerializer.Serialize(error)}} """, attempts: 3);

    public static string Canceled() => Json(Id, "canceled", "");

    private static string Json(string id, string status, string more, int attempts = 0) =>
        $$"""{"id":"{{id}}","kind":"ollama.generate","status":"{{status}}","payload":{"model":"tiny:1b"},"attempts":{{attempts}},"max_attempts":3,"priority":0,"source":"cli","queued_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"{{more.TrimEnd()}}}""";
}
