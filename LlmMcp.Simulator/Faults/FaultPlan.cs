using LlmMcp.Simulator.Pace;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Faults;

/// <summary>The faults of one node, in the order they were set.</summary>
public sealed class FaultPlan
{
    private const int MaxFaults = 256;

    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly TimeProvider time;
    private int lastId;

    internal FaultPlan(TimeProvider time)
    {
        this.time = time;
    }

    /// <summary>Sets a fault.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <returns>Its number, for <see cref="Remove"/>.</returns>
    /// <exception cref="InvalidOperationException">256 faults are set already.</exception>
    public int Add(Fault fault)
    {
        lock (gate)
        {
            Expire_NeedsLock();
            if (entries.Count >= MaxFaults)
            {
                throw new InvalidOperationException($"A node holds at most {MaxFaults} faults.");
            }

            var until = fault.ForSeconds is { } seconds ? time.GetUtcNow() + TimeSpan.FromSeconds(seconds) : DateTimeOffset.MaxValue;
            entries.Add(new Entry(++lastId, fault, until, new SeededRandom((ulong)fault.Seed)) { Left = fault.Next ?? int.MaxValue });
            return lastId;
        }
    }

    /// <summary>Takes a fault back; false when it is gone already.</summary>
    /// <param name="id">What <see cref="Add"/> returned.</param>
    public bool Remove(int id)
    {
        lock (gate)
        {
            return entries.RemoveAll(entry => entry.Id == id) > 0;
        }
    }

    /// <summary>Takes all faults back.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    /// <summary>The faults that are still set, by number.</summary>
    public IReadOnlyDictionary<int, Fault> Current()
    {
        lock (gate)
        {
            Expire_NeedsLock();
            return entries.ToDictionary(entry => entry.Id, entry => entry.Fault);
        }
    }

    /// <summary>What this request suffers; uses up the faults that hit it.</summary>
    internal FaultEffects Take(string? model, bool runsModel)
    {
        lock (gate)
        {
            if (entries.Count == 0)
            {
                return FaultEffects.None;
            }

            Expire_NeedsLock();
            var effects = FaultEffects.None;
            foreach (var entry in entries.Where(entry => entry.Fault.Kind is not FaultKind.Refuse && Concerns(entry.Fault, model, runsModel)).ToArray())
            {
                if (entry.Fault.Probability < 1 && entry.Draw.NextDouble() >= entry.Fault.Probability)
                {
                    continue;
                }

                effects = With(effects, entry.Fault);
                if (--entry.Left == 0)
                {
                    entries.Remove(entry);
                }
            }

            return effects;
        }
    }

    private static bool Concerns(Fault fault, string? model, bool runsModel) =>
        (runsModel || fault.AllEndpoints)
        && (fault.Model is null || (model is not null && ModelName.Parse(fault.Model)?.Key == ModelName.Parse(model)?.Key));

    private static FaultEffects With(FaultEffects effects, Fault fault) => fault.Kind switch
    {
        FaultKind.Hang => effects with { Hang = true },
        FaultKind.Slow => effects with { SlowFactor = effects.SlowFactor * fault.Factor },
        FaultKind.Break => effects with { Break = effects.Break ?? fault },
        FaultKind.Error => effects with { Error = effects.Error ?? fault },
        FaultKind.Busy => effects with { Busy = true },
        _ => effects,
    };

    private void Expire_NeedsLock()
    {
        var now = time.GetUtcNow();
        entries.RemoveAll(entry => entry.Until <= now);
    }

    private sealed record Entry(int Id, Fault Fault, DateTimeOffset Until, SeededRandom Draw)
    {
        public int Left { get; set; }
    }
}
