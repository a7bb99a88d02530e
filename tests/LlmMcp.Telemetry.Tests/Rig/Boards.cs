using LlmMcp.Telemetry.Looks;
using LlmMcp.Testing;

namespace LlmMcp.Telemetry.Tests.Rig;

/// <summary>Builds what Core shows.</summary>
internal static class Boards
{
    public static readonly DateTimeOffset Start = FakeTimeProvider.DefaultStart;

    public static Device Device(string id, string status = "online", string? circuit = "ok", int models = 2) =>
        new(id, id, status, models, 0, 20, Start, circuit);

    public static Dashboard With(params Device[] devices) => new() { Devices = devices, WorkersOnline = 1 };

    public static Dashboard Host(string name, string status, params Device[] devices) => With(devices) with
    {
        Hosts = [new Machine(name, name, status, [.. devices.Select(static device => new Node(device.Id))])],
    };

    public static Dashboard Queue(long queued, long running, long again = 0, int workers = 1) => new()
    {
        Jobs = new Dictionary<string, long> { ["queued"] = queued, ["running"] = running },
        Queue = new Waiting(queued, again, 1),
        WorkersOnline = workers,
    };

    /// <summary>Ten whole minutes before a moment with as many jobs coming and going in each.</summary>
    public static Dashboard Flow(DateTimeOffset now, long queued, long came, long went) => Queue(queued, 1) with
    {
        Throughput = [.. Enumerable.Range(1, 12).Reverse().Select(ago => new Minute(now.AddMinutes(-ago), came, went, 0, 0))],
    };

    public static Dashboard Spent(decimal day, decimal month) => new() { Costs = new Spending(day, day, month) };

    public static Look At(this Dashboard board, double seconds = 0, params Failure[] failures) => Look.Of(Start.AddSeconds(seconds), board, failures);

    public static Failure Failed(int number, string error = "boom", double at = 0) =>
        new(new Guid(number, 0, 0, new byte[8]), "ollama.chat", 3, 3, error, Start.AddSeconds(at));
}
