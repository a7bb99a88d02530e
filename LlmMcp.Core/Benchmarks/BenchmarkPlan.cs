using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;

namespace LlmMcp.Core.Benchmarks;

/// <summary>
/// What to measure next without being asked. Pure.
/// <code>
/// 1 there is room in this hour
/// 2 machines at rest: nothing runs on any of their devices, nothing waits for them, no benchmark is under way
/// 3 of each the pairs worth measuring: allowed there, never measured or long ago, and rested since they last failed
/// 4 of these one: never measured first, then in memory, then small, then by name; and machines in the order of their ids
/// </code>
/// </summary>
internal static class BenchmarkPlan
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(24);

    /// <summary>Targets to start now, at most one per machine.</summary>
    public static IReadOnlyList<BenchmarkTarget> Next(FleetSnapshot fleet, BenchmarkFacts facts, BenchmarkOptions options) =>
        [.. fleet.Devices.Values
            .GroupBy(static device => device.ParentId ?? device.Id)
            .Where(machine => IsAtRest(machine, facts))                                                          // 2
            .OrderBy(static machine => machine.Key, StringComparer.Ordinal)
            .Select(machine => Best(machine, fleet, facts, options))
            .OfType<BenchmarkTarget>()
            .Take(Math.Max(0, options.AutoPerHour - facts.StartedLastHour))];                                    // 1

    /// <summary>How long a pair rests after its failures: an hour, doubled with each further one, at most a day.</summary>
    public static TimeSpan Rest(int failures) =>
        failures <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, FirstRest.Ticks << Math.Min(failures - 1, 10)));

    // The ports of one machine share its memory and its cores: what runs on one distorts what is measured on another.
    private static bool IsAtRest(IEnumerable<FleetDevice> machine, BenchmarkFacts facts) =>
        machine.All(device => device.UsedSlots == 0 && !facts.BusyDevices.Contains(device.Id));

    private static BenchmarkTarget? Best(IEnumerable<FleetDevice> machine, FleetSnapshot fleet, BenchmarkFacts facts, BenchmarkOptions options) =>
        machine
            .Where(static device => device is { Online: true, IsCloud: false, Slots: > 0, Circuit.State: CircuitState.Closed })
            .SelectMany(static device => device.Models, static (device, model) => (Device: device, Model: model))
            .Where(pair => !pair.Device.Forbidden.ContainsKey(pair.Model))                                       // 3
            .Where(pair => IsDue(new ModelOnDevice(pair.Device.Id, pair.Model), facts, options))
            .OrderBy(pair => facts.Measured.ContainsKey(new ModelOnDevice(pair.Device.Id, pair.Model)))          // 4
            .ThenByDescending(static pair => pair.Device.Loaded.Contains(pair.Model))
            .ThenBy(pair => fleet.FindModel(pair.Device.Provider, pair.Model)?.SizeBytes ?? long.MaxValue)
            .ThenBy(static pair => pair.Device.Id, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Model, StringComparer.Ordinal)
            .Select(pair => new BenchmarkTarget(
                pair.Device.Id, pair.Device.Provider, pair.Model, BenchmarkTarget.TaskTypeOf(fleet, pair.Device.Provider, pair.Model)))
            .FirstOrDefault();

    private static bool IsDue(ModelOnDevice pair, BenchmarkFacts facts, BenchmarkOptions options) =>
        !(facts.Measured.TryGetValue(pair, out var measured) && measured > facts.Now.AddDays(-options.MaxAgeDays))
        && !(facts.Failures.TryGetValue(pair, out var failures) && facts.Now < failures.LastAt + Rest(failures.Count));
}
